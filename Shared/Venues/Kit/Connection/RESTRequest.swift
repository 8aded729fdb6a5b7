public import Base

/// A REST request whose answer becomes a raw record with the header `request` set to `text`.
public struct RESTRequest: Sendable, Hashable {
    /// What is done.
    public var method = HTTPMethod.get
    /// Path and query, appended to a REST endpoint: `/api/v3/depth?symbol=BTCUSDT&limit=1000`.
    public var path: String
    /// Additional headers.
    public var headers: [HTTPHeader] = []
    /// The request body, such as a JSON-RPC call; may be empty.
    public var body = ""
    /// The request's weight in the venue's rate limit.
    public var weight: Int
    /// The interval for repeating the request; nil for once per session.
    public var repeatMilliseconds: Int?
    /// The requests to make instead if the venue refuses the whole because of a part; empty if the request has no parts.
    public var parts: [RESTRequest]

    /// A GET request. `parts` replace it if the venue refuses it.
    public init(path: String, weight: Int = 1, repeatMilliseconds: Int? = nil, parts: [RESTRequest] = []) {
        self.path = path
        self.weight = weight
        self.repeatMilliseconds = repeatMilliseconds
        self.parts = parts
    }

    /// A POST request with a JSON body.
    public init(posting body: String, to path: String, weight: Int = 1, repeatMilliseconds: Int? = nil) {
        self.init(path: path, weight: weight, repeatMilliseconds: repeatMilliseconds)
        method = .post
        self.body = body
        headers = [HTTPHeader("content-type", "application/json")]
    }

    /// The request as text in records, logs and the list of refused requests: the path, followed by a space and the body.
    public var text: String { body.isEmpty ? path : "\(path) \(body)" }

    /// A request for several symbols whose parts are its halves, recursively down to single symbols.
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
