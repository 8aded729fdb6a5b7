import VenueKit

/// The answer to a REST request.
public struct SimulationResponse: Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// The body, JSON.
    public var body: [UInt8]
    /// The seconds in the header `Retry-After`, if the venue sends it.
    public var retryAfterSeconds: Int?

    /// `retryAfterSeconds` becomes the header `Retry-After`.
    public init(status: Int = 200, body: [UInt8], retryAfterSeconds: Int? = nil) {
        self.status = status
        self.body = body
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// An answer with a text as its body.
    public init(status: Int, text: String) {
        self.init(status: status, body: Array(text.utf8))
    }
}
