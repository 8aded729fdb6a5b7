import TestSupport
import Testing
import WebSocket

@Suite("The end of a connection", .serialized, .timeLimit(.minutes(1)))
struct ClosingTests {
    @Test("each side hears who closed, with code and text", arguments: [false, true])
    func close(isSecure: Bool) async throws {
        let pair = try Loopback(isSecure: isSecure)
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        try theirs.send("last words")
        theirs.close(code: 4001, text: "maintenance")
        #expect(throws: WebSocketError.notOpen) { try theirs.send("too late") }
        await mine.waitFor { $0.closed != nil }
        await pair.handler.peer.waitFor { $0.closed != nil }
        #expect(mine.seen.texts == ["last words"])
        #expect(mine.seen.closed == .peer(code: 4001, text: "maintenance"))
        #expect(pair.handler.peer.seen.closed == .local(code: 4001))
    }

    @Test("a reset is a lost connection", arguments: [false, true])
    func abort(isSecure: Bool) async throws {
        let pair = try Loopback(isSecure: isSecure)
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        theirs.abort()
        await mine.waitFor { $0.closed != nil }
        await pair.handler.peer.waitFor { $0.closed != nil }
        #expect(mine.seen.closed == .connectionLost)
        #expect(pair.handler.peer.seen.closed == .aborted)
    }

    @Test("half a frame and a dropped connection deliver nothing of it", arguments: [false, true])
    func midFrame(isSecure: Bool) async throws {
        let pair = try Loopback(isSecure: isSecure)
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        try theirs.send("whole")
        // A final text frame that announces 100 bytes and brings 4.
        try theirs.sendRaw([0x81, 100] + Array("half".utf8))
        theirs.drop()
        await mine.waitFor { $0.closed != nil }
        #expect(mine.seen.texts == ["whole"])
        #expect(mine.seen.closed == .connectionLost)
    }

    @Test("a peer that answers no ping is given up")
    func pingTimeout() async throws {
        var options = WebSocketOptions()
        options.pingInterval = .milliseconds(100)
        options.pongTimeout = .seconds(5)
        let pair = try Loopback(options: options, serverOptions: WebSocketOptions())
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        await mine.waitFor { $0.pongs >= 2 }
        // It still writes, but reads no ping, so it answers none.
        theirs.pauseReading()
        await mine.waitFor { $0.closed != nil }
        #expect(mine.seen.closed == .pingTimeout)
    }

    @Test("an authority that is not ours is refused")
    func wrongAuthority() async throws {
        let pair = try Loopback(isSecure: true)
        for caFile in [try TestAuthority.shared.get().otherCAFile, nil] {
            var options = WebSocketOptions()
            options.caFile = caFile
            let mine = RecordingHandler()
            try WebSocketClient(loop: pair.loop, options: options).connect(to: pair.url("ws"), handler: mine)
            await mine.waitFor { $0.closed != nil }
            guard case .connectFailed(let text) = mine.seen.closed else {
                Issue.record("\(String(describing: mine.seen.closed))")
                continue
            }
            #expect(text.contains("cert"), "\(text)")
            #expect(mine.seen.opened.isEmpty)
        }
        #expect(pair.handler.peer.seen.opened.isEmpty)
    }

    @Test("a certificate for another name is refused")
    func wrongName() async throws {
        let pair = try Loopback(isSecure: true, isStranger: true)
        let mine = RecordingHandler()
        try WebSocketClient(loop: pair.loop, options: pair.options).connect(to: pair.url("ws"), handler: mine)
        await mine.waitFor { $0.closed != nil }
        guard case .connectFailed = mine.seen.closed else {
            Issue.record("\(String(describing: mine.seen.closed))")
            return
        }
        #expect(pair.handler.peer.seen.opened.isEmpty)
    }

    @Test("an upgrade that is refused brings the status")
    func refused() async throws {
        let pair = try Loopback(handler: TestServer(refusal: 429))
        let mine = RecordingHandler()
        try WebSocketClient(loop: pair.loop).connect(to: pair.url("ws"), handler: mine)
        await mine.waitFor { $0.closed != nil }
        #expect(mine.seen.closed == .refused(status: 429, retryAfter: nil))
    }

    @Test("nobody listening, and a name that does not exist, are failures to connect")
    func unreachable() async throws {
        let pair = try Loopback()
        let port = try TestPort.unused()
        for url in ["ws://127.0.0.1:\(port)/", "ws://no-such-host.invalid/"] {
            let mine = RecordingHandler()
            try WebSocketClient(loop: pair.loop).connect(to: url, handler: mine)
            await mine.waitFor { $0.closed != nil }
            guard case .connectFailed = mine.seen.closed else {
                Issue.record("\(url): \(String(describing: mine.seen.closed))")
                continue
            }
        }
    }

    @Test("a server that stops says goodbye, takes nobody, and serves again on the same port")
    func serverStops() async throws {
        let pair = try Loopback()
        let mine = RecordingHandler()
        _ = try await pair.connect(mine)
        pair.server.stop()
        await mine.waitFor { $0.closed != nil }
        #expect(mine.seen.closed == .peer(code: 1001, text: "the server stops"))
        let second = RecordingHandler()
        try WebSocketClient(loop: pair.loop).connect(to: pair.url("ws"), handler: second)
        await second.waitFor { $0.closed != nil }
        #expect(second.seen.opened.isEmpty)
        try pair.server.start()
        let third = RecordingHandler()
        _ = try await pair.connect(third)
        #expect(third.seen.opened.count == 1)
    }

    @Test("a server that never answers the handshake is given up")
    func handshakeTimeout() async throws {
        let pair = try Loopback()
        let silent = try SilentServer()
        var options = WebSocketOptions()
        options.handshakeTimeout = .milliseconds(100)
        let mine = RecordingHandler()
        try WebSocketClient(loop: pair.loop, options: options)
            .connect(to: "ws://127.0.0.1:\(silent.port)/", handler: mine)
        await mine.waitFor { $0.closed != nil }
        #expect(mine.seen.closed == .handshakeTimeout)
    }

    @Test("stopping the loop closes every connection, and nothing can be posted after it")
    func stop() async throws {
        let pair = try Loopback()
        let mine = RecordingHandler()
        _ = try await pair.connect(mine)
        pair.loop.stop()
        #expect(mine.seen.closed == .loopStopped)
        #expect(pair.handler.peer.seen.closed == .loopStopped)
        #expect(pair.loop.post {} == false)
        #expect(throws: WebSocketError.loopNotRunning) {
            try WebSocketClient(loop: pair.loop).connect(to: "ws://localhost/", handler: RecordingHandler())
        }
    }
}
