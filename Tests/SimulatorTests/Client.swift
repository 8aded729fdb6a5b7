import Synchronization
import WebSocket

/// A WebSocket client that keeps what it gets, and an HTTP client beside it, on a loop of their own.
final class Client: Sendable {
    private let loop = EventLoop(name: "test-client")

    private let caFile: String?

    /// A client that trusts the system's authorities, or the one of a file alone.
    init(caFile: String? = nil) throws {
        self.caFile = caFile
        try loop.start()
    }

    deinit { loop.stop() }

    /// Connects; the answer hears of everything.
    func connect(_ url: String, saying frames: [String] = []) throws -> Listener {
        var options = WebSocketOptions()
        options.compresses = false
        options.caFile = caFile
        let listener = Listener(saying: frames)
        try WebSocketClient(loop: loop, options: options).connect(to: url, handler: listener)
        return listener
    }

    /// Gets a URL.
    func get(_ url: String) async throws -> HTTPResponse {
        var options = HTTPClientOptions()
        options.caFile = caFile
        return try await HTTPClient(loop: loop, options: options).get(url)
    }
}

/// What one connection heard.
final class Listener: WebSocketHandler {
    /// What came so far.
    struct Heard: Sendable {
        var frames: [[UInt8]] = []
        var isOpen = false
        var reason: WebSocketCloseReason?
    }

    private let heard = Mutex(Heard())
    private let saying: [String]

    init(saying: [String]) { self.saying = saying }

    func opened(_ connection: WebSocketConnection) {
        heard.withLock { $0.isOpen = true }
        for frame in saying { try? connection.send(Array(frame.utf8)) }
    }

    func received(_ frame: RawSpan, isBinary: Bool, receiveTime: Int64, on connection: WebSocketConnection) {
        let bytes = frame.withUnsafeBytes { Array($0) }
        heard.withLock { $0.frames.append(bytes) }
    }

    func closed(_ connection: WebSocketConnection, reason: WebSocketCloseReason) {
        heard.withLock { $0.reason = reason }
    }

    /// What came so far.
    var now: Heard { heard.withLock { $0 } }

    /// Waits until what came is enough; gives up after half a minute.
    func wait(_ isEnough: (Heard) -> Bool) async throws -> Heard {
        for _ in 0..<3000 {
            let state = now
            if isEnough(state) { return state }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Overdue(frames: now.frames.count, reason: now.reason)
    }
}

/// What was waited for did not come.
struct Overdue: Error {
    let frames: Int
    let reason: WebSocketCloseReason?
}
