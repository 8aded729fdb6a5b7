/// What a request does.
public enum HTTPMethod: String, Sendable {
    /// Reads.
    case get = "GET"
    /// Sends a body.
    case post = "POST"
}
