/// A REST request whose answer becomes a raw record with the header `request` set to `path`.
public struct RESTRequest: Sendable, Hashable {
    /// Path and query, appended to a REST endpoint: `/api/v3/depth?symbol=BTCUSDT&limit=1000`.
    public var path: String
    /// The request's weight in the venue's rate limit.
    public var weight: Int
    /// Ask again after this long; nil asks once a session.
    public var repeatMilliseconds: Int?

    /// Makes a request.
    public init(path: String, weight: Int = 1, repeatMilliseconds: Int? = nil) {
        self.path = path
        self.weight = weight
        self.repeatMilliseconds = repeatMilliseconds
    }
}
