import Base
import TestSupport
import Testing

@testable import WebSocket

@Suite("HTTP requests", .serialized, .timeLimit(.minutes(1)))
struct HTTPTests {
    @Test("a GET brings status, headers and body", arguments: [false, true])
    func get(isSecure: Bool) async throws {
        let pair = try Loopback(
            handler: TestServer { request, responder in
                let headers = [HTTPHeader("Retry-After", "7"), HTTPHeader("X-Used-Weight", "12")]
                responder.respond(HTTPResponse(status: 429, headers: headers, body: Array("\(request)".utf8)))
            }, isSecure: isSecure)
        var options = HTTPClientOptions()
        options.caFile = pair.options.caFile
        options.responseHeaders.append("x-used-weight")
        let response = try await HTTPClient(loop: pair.loop, options: options).get(
            pair.url("http", "/api/v3?a=1&b=x%20y"))
        #expect(response.status == 429)
        #expect(response.header("retry-after") == "7")
        #expect(response.header("X-Used-Weight") == "12")
        #expect(response.text == "\(HTTPRequest(path: "/api/v3", query: ["a=1", "b=x y"]))")
    }

    @Test("a POST brings its body, whatever its size, and answers come in turn", arguments: [false, true])
    func post(isSecure: Bool) async throws {
        let pair = try Loopback(
            handler: TestServer { request, responder in
                let head = "\(request.method) \(request.path) \(request.query) \(request.header("x-key") ?? "")\n"
                responder.respond(HTTPResponse(status: 200, body: Array(head.utf8) + request.body))
            }, isSecure: isSecure,
            adjust: { options in
                options.maximumBodyBytes = 300_000
                options.requestHeaders = ["x-key"]
            })
        var options = HTTPClientOptions()
        options.caFile = pair.options.caFile
        let client = HTTPClient(loop: pair.loop, options: options)
        for count in [0, 1, 5000, 300_000] {
            let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let response = try await client.post(
                pair.url("http", "/rpc?a=1"), headers: [HTTPHeader("X-Key", "k")], body: body)
            #expect(response.status == 200)
            #expect(response.body == Array("post /rpc [\"a=1\"] k\n".utf8) + body, "\(count)")
        }
        // One byte more than is read: no answer, and the next request is served.
        await #expect(throws: WebSocketError.self) {
            try await client.post(pair.url("http"), body: Array(repeating: 1, count: 300_001))
        }
        #expect(try await client.get(pair.url("http", "/x")).text == "get /x [] \n")
    }

    @Test("a server that takes no POST says so")
    func noPost() async throws {
        let pair = try Loopback()
        let client = HTTPClient(loop: pair.loop)
        #expect(try await client.post(pair.url("http"), body: [1]).status == 405)
        #expect(try await client.get(pair.url("http", "/x")).text == "/x []")
    }

    @Test("a body of 10 MB arrives whole", arguments: [false, true])
    func large(isSecure: Bool) async throws {
        let body = (0..<10_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        let pair = try Loopback(
            handler: TestServer { $1.respond(HTTPResponse(status: 200, body: body)) }, isSecure: isSecure)
        var options = HTTPClientOptions()
        options.caFile = pair.options.caFile
        let response = try await HTTPClient(loop: pair.loop, options: options).get(pair.url("http"))
        #expect(response.body == body)
        options.maximumBodyBytes = 9_999_999
        await #expect(throws: WebSocketError.bodyTooLarge(limitBytes: 9_999_999)) {
            try await HTTPClient(loop: pair.loop, options: options).get(pair.url("http"))
        }
    }

    @Test("an answer may be given later, by another thread")
    func later() async throws {
        let pair = try Loopback(
            handler: TestServer { _, responder in
                Task { responder.respond(HTTPResponse(text: "late")) }
            })
        let client = HTTPClient(loop: pair.loop)
        async let one = client.get(pair.url("http", "/1"))
        async let two = client.get(pair.url("http", "/2"))
        #expect(try await [one.text, two.text] == ["late", "late"])
    }

    @Test("no answer in time is an error, and an answer after it does no harm")
    func timeout() async throws {
        let kept = Guarded<[HTTPResponder]>([])
        let pair = try Loopback(
            handler: TestServer { request, responder in
                if request.path == "/now" { return responder.respond(HTTPResponse(text: "now")) }
                kept.withLock { $0.append(responder) }
            })
        // The first request of a loop also loads the system's certificates, which may take as long as the timeout.
        #expect(try await HTTPClient(loop: pair.loop).get(pair.url("http", "/now")).text == "now")
        var options = HTTPClientOptions()
        options.timeout = .seconds(2)
        await #expect(throws: WebSocketError.timedOut) {
            try await HTTPClient(loop: pair.loop, options: options).get(pair.url("http"))
        }
        let responder = try #require(kept.withLock { $0.first })
        responder.respond(HTTPResponse(text: "too late"))
        try await pair.turns(5)
    }

    @Test("an authority that is not ours is refused")
    func wrongAuthority() async throws {
        let pair = try Loopback(isSecure: true)
        var options = HTTPClientOptions()
        options.caFile = try TestAuthority.shared.get().otherCAFile
        do {
            let response = try await HTTPClient(loop: pair.loop, options: options).get(pair.url("http"))
            Issue.record("answered: \(response)")
        } catch {
            guard case .requestFailed(let text) = error else { throw error }
            #expect(text.contains("cert"), "\(text)")
        }
    }

    @Test("an upgrade and a GET share a port, and a taken port is an error that names it")
    func port() async throws {
        let pair = try Loopback()
        _ = try await pair.connect(RecordingHandler())
        #expect(try await HTTPClient(loop: pair.loop).get(pair.url("http", "/x")).text == "/x []")
        var options = HTTPServerOptions()
        options.port = pair.server.port
        let loop = EventLoop()
        try loop.start()
        defer { loop.stop() }
        let second = HTTPServer(loop: loop, options: options, handler: TestServer())
        #expect { try second.start() } throws: { error in
            guard case .listenFailed(_, pair.server.port, _) = error as? WebSocketError else { return false }
            return true
        }
    }

    @Test(
        "a URL that cannot be used is refused with the reason",
        arguments: [
            "localhost", "ftp://localhost/", "http://", "http://a:0/", "http://a:x/", "http://a/ b", "http://u@a/",
            "http://a/" + String(repeating: "x", count: 2000),
        ])
    func urls(url: String) async throws {
        let pair = try Loopback()
        do {
            _ = try await HTTPClient(loop: pair.loop).get(url)
            Issue.record("accepted")
        } catch {
            guard case .invalidURL(url, _) = error else { throw error }
        }
    }
}
