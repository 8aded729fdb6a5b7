/// A REST request whose answer becomes a raw record with the header `request` set to `path`.
public struct RESTRequest: Sendable, Hashable {
    /// Path and query, appended to a REST endpoint: `/api/v3/depth?symbol=BTCUSDT&limit=1000`.
    public var path: String
    /// The request's weight in the venue's rate limit.
    public var weight: Int
    /// Ask again after this long; nil asks once a session.
    public var repeatMilliseconds: Int?
    /// What to ask for instead where the venue refuses the whole because of a part; empty where the request has no parts.
    public var parts: [RESTRequest]

    /// Makes a request.
    public init(path: String, weight: Int = 1, repeatMilliseconds: Int? = nil, parts: [RESTRequest] = []) {
        self.path = path
        self.weight = weight
        self.repeatMilliseconds = repeatMilliseconds
        self.parts = parts
    }

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
