import Base
import Testing
import WebSocket

@Suite("WebSocket connections", .serialized, .timeLimit(.minutes(1)))
struct WebSocketTests {
    /// With and without TLS, with and without compression.
    static let modes = [(false, false), (false, true), (true, false), (true, true)]

    private func options(compresses: Bool = true, _ change: (inout WebSocketOptions) -> Void = { _ in })
        -> WebSocketOptions
    {
        var options = WebSocketOptions()
        options.compresses = compresses
        options.sendQueueBytes = 64 << 20
        change(&options)
        return options
    }

    @Test("text and binary messages arrive whole, in order, in both directions", arguments: modes)
    func messages(isSecure: Bool, compresses: Bool) async throws {
        let echo = RecordingHandler { connection, frame in
            try? connection.send(frame.bytes, isBinary: frame.isBinary)
        }
        let pair = try Loopback(
            handler: TestServer(peer: echo), isSecure: isSecure, options: options(compresses: compresses))
        let mine = RecordingHandler()
        let connection = try await pair.connect(mine).mine
        for number in 0..<500 { try connection.send("{\"n\":\(number)}") }
        try connection.send([0, 255, 128], isBinary: true)
        await mine.waitFor { $0.frames.count == 501 }
        #expect(mine.seen.texts.dropLast() == (0..<500).map { "{\"n\":\($0)}" }[...])
        #expect(mine.seen.frames.last?.bytes == [0, 255, 128])
        #expect(mine.seen.frames.map(\.isBinary) == [Bool](repeating: false, count: 500) + [true])
    }

    @Test("a message of 10 MB arrives whole", arguments: modes)
    func large(isSecure: Bool, compresses: Bool) async throws {
        let pair = try Loopback(isSecure: isSecure, options: options(compresses: compresses))
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        // Bytes that deflate cannot shrink, so that its output is as long as its input.
        var state: UInt64 = 88_172_645_463_325_252
        let message = (0..<10_000_000).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 32)
        }
        try theirs.send(message, isBinary: true)
        try theirs.send([UInt8](repeating: 0x61, count: 10_000_000))
        try theirs.send("after")
        await mine.waitFor { $0.frames.count == 3 || $0.closed != nil }
        #expect(mine.seen.closed == nil)
        #expect(mine.seen.frames.map(\.bytes.count) == [10_000_000, 10_000_000, 5])
        #expect(mine.seen.frames.first?.bytes == message)
        #expect(mine.seen.frames.dropFirst().first?.bytes.allSatisfy { $0 == 0x61 } == true)
    }

    /// Around multiples of the read buffer's size, as far as one match of zlib reaches.
    static let sizes =
        [1, 125, 126, 127, 4095, 4096]
        + [65_536, 131_072, 262_144].flatMap { size in
            [-17, -1, 0, 1, 2, 5, 6, 100, 257, 258, 259].map { size + $0 }
        }

    /// A message that ends in a byte of its own, so that joined or cut messages show.
    private func message(_ size: Int) -> [UInt8] {
        [UInt8](repeating: 0x61, count: size - 1) + [UInt8(size % 251)]
    }

    @Test("messages of every size around the buffers' arrive whole, one at a time", arguments: modes)
    func sizes(isSecure: Bool, compresses: Bool) async throws {
        let pair = try Loopback(isSecure: isSecure, options: options(compresses: compresses))
        let mine = RecordingHandler()
        let (connection, theirs) = try await pair.connect(mine)
        for (sender, receiver) in [(theirs, mine), (connection, pair.handler.peer)] {
            for (index, size) in Self.sizes.enumerated() {
                try sender.send(message(size), isBinary: true)
                // Nothing follows that could push a held-back end out.
                await receiver.waitFor { $0.frames.count > index || $0.closed != nil }
                try #require(receiver.seen.frames.count == index + 1)
            }
            #expect(receiver.seen.frames.map(\.bytes) == Self.sizes.map { message($0) })
        }
    }

    @Test("messages of every size arrive whole, both ways at once", arguments: modes)
    func crossing(isSecure: Bool, compresses: Bool) async throws {
        let pair = try Loopback(isSecure: isSecure, options: options(compresses: compresses))
        let mine = RecordingHandler()
        let (connection, theirs) = try await pair.connect(mine)
        for size in Self.sizes {
            try theirs.send(message(size), isBinary: true)
            try connection.send(message(size), isBinary: true)
        }
        for receiver in [mine, pair.handler.peer] {
            await receiver.waitFor { $0.frames.count == Self.sizes.count || $0.closed != nil }
            #expect(receiver.seen.frames.map(\.bytes) == Self.sizes.map { message($0) })
        }
    }

    @Test("an empty message arrives as one", arguments: modes)
    func empty(isSecure: Bool, compresses: Bool) async throws {
        let pair = try Loopback(isSecure: isSecure, options: options(compresses: compresses))
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        for text in ["", "between", "", ""] { try theirs.send(text) }
        await mine.waitFor { $0.frames.count == 4 || $0.closed != nil }
        #expect(mine.seen.texts == ["", "between", "", ""])
    }

    @Test("a connection says whether compression was agreed on")
    func agreement() async throws {
        let pair = try Loopback(options: options())
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        #expect(mine.seen.opened[0].isCompressed && theirs.isCompressed)
        let plain = try Loopback(options: options(compresses: false))
        let other = RecordingHandler()
        _ = try await plain.connect(other)
        #expect(!other.seen.opened[0].isCompressed)
    }

    @Test("a message that a peer did not compress arrives once among compressed ones")
    func uncompressed() async throws {
        let pair = try Loopback(options: options())
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        try theirs.send("compressed")
        // A final text frame without the bit that says "compressed", then an unsolicited pong with a payload.
        try theirs.sendRaw([0x81, 5] + Array("plain".utf8) + [0x8A, 4] + Array("pong".utf8))
        try theirs.send("compressed again")
        await mine.waitFor { $0.frames.count == 3 }
        #expect(mine.seen.texts == ["compressed", "plain", "compressed again"])
        #expect(mine.seen.pongs == 1)
    }

    @Test("fragments are joined, and a ping between them does no harm", arguments: modes)
    func fragments(isSecure: Bool, compresses: Bool) async throws {
        let pair = try Loopback(isSecure: isSecure, options: options(compresses: compresses))
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        try theirs.sendFragment(Array("one ".utf8), isFirst: true, isLast: false)
        try theirs.sendPing()
        try theirs.sendFragment(Array("two ".utf8), isFirst: false, isLast: false)
        try theirs.sendFragment(Array("three".utf8), isFirst: false, isLast: true)
        try theirs.send("whole")
        await mine.waitFor { $0.frames.count == 2 }
        #expect(mine.seen.texts == ["one two three", "whole"])
        await pair.handler.peer.waitFor { $0.pongs == 1 }
    }

    @Test("the receive time lies between the clock before sending and the clock after")
    func receiveTime() async throws {
        let pair = try Loopback(options: options())
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        let before = TestClock.now()
        try theirs.send("tick")
        await mine.waitFor { $0.frames.count == 1 }
        #expect((before...TestClock.now()).contains(mine.seen.frames[0].receiveTime))
    }

    @Test("a message over the limit closes the connection and says so", arguments: [false, true])
    func tooLarge(compresses: Bool) async throws {
        let pair = try Loopback(options: options(compresses: compresses) { $0.maximumFrameBytes = 100_000 })
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        try theirs.send([UInt8](repeating: 0x61, count: 100_000))
        try theirs.send([UInt8](repeating: 0x61, count: 100_001))
        await mine.waitFor { $0.closed != nil }
        #expect(mine.seen.closed == .frameTooLarge(limitBytes: 100_000))
        #expect(mine.seen.frames.map(\.bytes.count) == [100_000])
        await pair.handler.peer.waitFor { $0.closed != nil }
        #expect(pair.handler.peer.seen.closed == .peer(code: 1009, text: ""))
    }

    @Test("a full send queue throws, and what it holds still arrives")
    func sendQueue() async throws {
        let pair = try Loopback(options: options { $0.sendQueueBytes = 1000 })
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        try pair.loop.call { () throws(WebSocketError) in
            // On the loop's own thread nothing is sent meanwhile.
            for _ in 0..<10 { try theirs.send([UInt8](repeating: 0x61, count: 100)) }
            #expect(theirs.queuedBytes == 1000)
            #expect(throws: WebSocketError.sendQueueFull(limitBytes: 1000)) { try theirs.send("x") }
        }
        await mine.waitFor { $0.frames.count == 10 }
    }

    @Test("sendable is called when the queue has drained")
    func sendable() async throws {
        let pair = try Loopback(options: options { $0.sendLowWaterBytes = 1 << 20 })
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        mine.seen.opened[0].pauseReading()
        for _ in 0..<400 { try theirs.send([UInt8](repeating: 0x61, count: 100_000), isBinary: true) }
        mine.seen.opened[0].resumeReading()
        await pair.handler.peer.waitFor { $0.sendables >= 1 }
        #expect(theirs.queuedBytes <= 1 << 20)
        await mine.waitFor { $0.frames.count == 400 }
    }

    @Test("a paused connection delivers nothing, and everything once it reads again", arguments: [false, true])
    func pausing(compresses: Bool) async throws {
        let pair = try Loopback(options: options(compresses: compresses))
        let mine = RecordingHandler { connection, frame in if frame.text == "stop" { connection.pauseReading() } }
        let (connection, theirs) = try await pair.connect(mine)
        try theirs.send("stop")
        await mine.waitFor { $0.frames.count == 1 }
        try theirs.sendPing()
        for number in 0..<2000 { try theirs.send("\(number) \(String(repeating: "x", count: 500))") }
        // The queue of the sender empties into the kernel, and this side still holds its peace.
        await pair.handler.peer.waitFor { _ in true }
        try await pair.turns(20)
        #expect(mine.seen.frames.count == 1)
        connection.resumeReading()
        await mine.waitFor { $0.frames.count == 2001 || $0.closed != nil }
        #expect(mine.seen.frames.dropFirst().map { $0.text.prefix { $0 != " " } } == (0..<2000).map { "\($0)"[...] })
    }

    @Test("sends from many threads arrive, each thread's in order")
    func threads() async throws {
        let pair = try Loopback(options: options())
        let mine = RecordingHandler()
        let theirs = try await pair.connect(mine).theirs
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask { for number in 0..<500 { try theirs.send("\(thread) \(number)") } }
            }
            try await group.waitForAll()
        }
        await mine.waitFor { $0.frames.count == 2000 }
        for thread in 0..<4 {
            let numbers = mine.seen.texts.filter { $0.hasPrefix("\(thread) ") }
            #expect(numbers == (0..<500).map { "\(thread) \($0)" })
        }
    }

    @Test("path, query and headers reach the server, also a path of many streams")
    func request() async throws {
        let pair = try Loopback(options: options())
        let streams = (0..<90).map { "symbol\($0)usdt@depth" }.joined(separator: "/")
        let mine = RecordingHandler()
        let theirs = try await pair.connect(path: "/stream?streams=\(streams)&x=a%20b", mine).theirs
        #expect(theirs.request?.path == "/stream")
        #expect(theirs.request?.queryValue("streams") == streams)
        #expect(theirs.request?.queryValue("x") == "a b")
    }
}
