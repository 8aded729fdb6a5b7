public import Base

extension [HTTPHeader] {
    /// The value of the first header of that name, ignoring case.
    fileprivate func value(of name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A request, or a request for an upgrade to WebSocket, as a server receives it.
public struct HTTPRequest: Sendable, Equatable {
    /// What is done.
    public var method: HTTPMethod
    /// The path, percent-decoded, without the query.
    public var path: String
    /// The parts of the query between `&`, percent-decoded, such as `symbol=BTCUSDT`.
    public var query: [String]
    /// Those of the headers that the server asked for (`HTTPServerOptions.requestHeaders`) and that were there.
    public var headers: [HTTPHeader]
    /// The body; empty for a GET.
    public var body: [UInt8]

    /// `path` and `query` must be percent-decoded.
    public init(
        method: HTTPMethod = .get, path: String, query: [String] = [], headers: [HTTPHeader] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The value of the first header of that name, ignoring case.
    public func header(_ name: String) -> String? { headers.value(of: name) }

    /// The value of the first query part `name=value`, or an empty text for a part that is the name alone.
    public func queryValue(_ name: String) -> String? {
        for part in query {
            if part == name { return "" }
            if part.hasPrefix(name + "=") { return String(part.dropFirst(name.count + 1)) }
        }
        return nil
    }
}

/// An answer, as sent by a server and received by a client.
public struct HTTPResponse: Sendable, Equatable {
    /// The status, such as 200.
    public var status: Int
    /// The headers; for a client, those that it asked for and that were there.
    public var headers: [HTTPHeader]
    /// The body's bytes.
    public var body: [UInt8]

    /// `content-length` is added when the answer is sent.
    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer with a text; `contentType` is its media type.
    public init(status: Int = 200, text: String, contentType: String = "text/plain; charset=utf-8") {
        self.init(status: status, headers: [HTTPHeader("content-type", contentType)], body: Array(text.utf8))
    }

    /// The value of the first header of that name, ignoring case.
    public func header(_ name: String) -> String? { headers.value(of: name) }

    /// The body as text; bytes that are no UTF-8 are replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
