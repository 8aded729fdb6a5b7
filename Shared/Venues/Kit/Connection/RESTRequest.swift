/// A REST request whose answer becomes a raw record with the header `request` set to `text`.
public struct RESTRequest: Sendable, Hashable {
    /// What is done.
    public enum Method: String, Sendable {
        /// Something is read.
        case get = "GET"
        /// Something is sent, such as a call of JSON-RPC.
        case post = "POST"
    }

    /// What is done.
    public var method = Method.get
    /// Path and query, appended to a REST endpoint: `/api/v3/depth?symbol=BTCUSDT&limit=1000`.
    public var path: String
    /// Headers beside those that every request has.
    public var headers: [HeaderField] = []
    /// What is sent, such as a call of JSON-RPC; empty for nothing.
    public var body = ""
    /// The request's weight in the venue's rate limit.
    public var weight: Int
    /// Ask again after this long; nil asks once a session.
    public var repeatMilliseconds: Int?
    /// What to ask for instead where the venue refuses the whole because of a part; empty where the request has no parts.
    public var parts: [RESTRequest]

    /// Makes a request that reads.
    public init(path: String, weight: Int = 1, repeatMilliseconds: Int? = nil, parts: [RESTRequest] = []) {
        self.path = path
        self.weight = weight
        self.repeatMilliseconds = repeatMilliseconds
        self.parts = parts
    }

    /// Makes a request that sends JSON.
    public init(posting body: String, to path: String, weight: Int = 1, repeatMilliseconds: Int? = nil) {
        self.init(path: path, weight: weight, repeatMilliseconds: repeatMilliseconds)
        method = .post
        self.body = body
        headers = [HeaderField("content-type", "application/json")]
    }

    /// What is asked for, as records, logs and the list of what is refused say it: the path, and the body behind a space.
    public var text: String { body.isEmpty ? path : "\(path) \(body)" }

    /// A request about several symbols whose parts are its halves, and theirs, down to a symbol each.
    package static func divisible(_ symbols: some RandomAccessCollection<String>, _ make: ([String]) -> RESTRequest)
        -> RESTRequest
    {
        var request = make(Array(symbols))
        guard symbols.count > 1 else { return request }
        let half = symbols.count / 2
        request.parts = [divisible(symbols.prefix(half), make), divisible(symbols.dropFirst(half), make)]
        return request
    }
}
