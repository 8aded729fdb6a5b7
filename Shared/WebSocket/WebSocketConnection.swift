import CLibwebsockets
import Glibc
import Synchronization

/// A WebSocket connection, made by a `WebSocketClient` or accepted by an `HTTPServer`.
///
/// Its methods may be called on any thread; its handler is called on the event loop's.
public final class WebSocketConnection: @unchecked Sendable {
    /// Where a connection is in its life; the loop's thread alone changes it.
    enum State {
        /// Looking up the name, connecting, or in the handshake.
        case connecting
        /// Messages flow both ways.
        case open
        /// The handler has heard `closed`.
        case closed
    }

    /// The loop that the connection lives on.
    public let loop: EventLoop
    /// The request that asked for the upgrade; nil on the client's side.
    public let request: HTTPRequest?
    /// The settings that the connection was made with.
    public let options: WebSocketOptions

    let outbox: Guarded<Outbox>
    let compression = Atomic(false)

    // The following properties are only used by the loop's thread.
    var state = State.connecting
    var handler: (any WebSocketHandler)?
    var wsi: OpaquePointer?
    var socket: Socket?
    /// The server that accepted it; nil on the client's side.
    var server: HTTPServer?
    var target: ClientTarget?
    var buffer = ReassemblyBuffer()
    var timers: [EventLoopTimer] = []
    var isPaused = false
    /// Counts messages, parts of messages and pongs: a ping is answered by any of them.
    var timesHeard: UInt64 = 0
    var checkTimers: [EventLoopTimer] = []
    var isAboveLowWater = false
    /// The frame handed to the library last: while it compresses, it keeps a pointer into it.
    var writing: OutgoingFrame?
    /// What ended the connection, when this side knows better than the library.
    var knownReason: WebSocketCloseReason?

    init(loop: EventLoop, options: WebSocketOptions, handler: any WebSocketHandler, request: HTTPRequest? = nil) {
        self.loop = loop
        self.options = options
        self.handler = handler
        self.request = request
        outbox = Guarded(Outbox(limitBytes: options.sendQueueBytes))
    }

    deinit { buffer.free() }

    /// Queues a text message.
    public func send(_ text: String) throws(WebSocketError) {
        var text = text
        try enqueue(text.withUTF8 { OutgoingFrame(.text, copying: UnsafeRawBufferPointer($0)) })
    }

    /// Queues a message.
    public func send(_ bytes: RawSpan, isBinary: Bool = false) throws(WebSocketError) {
        try enqueue(bytes.withUnsafeBytes { OutgoingFrame(isBinary ? .binary : .text, copying: $0) })
    }

    /// Queues a message.
    public func send(_ bytes: [UInt8], isBinary: Bool = false) throws(WebSocketError) {
        try enqueue(OutgoingFrame(isBinary ? .binary : .text, copying: bytes))
    }

    /// Queues a ping with 1 to 125 bytes. libwebsockets 4.1 keeps an empty pong to itself, so a ping has a payload.
    public func sendPing(_ payload: [UInt8] = Array("tapedeck".utf8)) throws(WebSocketError) {
        precondition((1...125).contains(payload.count), "a ping holds 1 to 125 bytes")
        try enqueue(OutgoingFrame(.ping, copying: payload))
    }

    /// Whether both sides agreed on permessage-deflate; known once the connection is open.
    public var isCompressed: Bool { compression.load(ordering: .relaxed) }

    /// Bytes that wait for being handed to the socket.
    public var queuedBytes: Int { outbox.withLock { $0.queuedBytes } }

    /// Sends what is queued, then a close frame; `closed` follows when the peer has answered. Nothing can be sent
    /// after it. `text` may have up to 123 bytes.
    public func close(code: UInt16 = 1000, text: String = "") {
        finishQueue(with: OutgoingFrame(.close(code: code), copying: Array(text.utf8.prefix(123))))
    }

    /// Stops taking bytes from the socket, so that the peer has to wait.
    ///
    /// Messages that the loop holds already may still be delivered, at most one read buffer's worth.
    public func pauseReading() { setReading(false) }

    /// Takes bytes from the socket again.
    public func resumeReading() { setReading(true) }

    private func setReading(_ enabled: Bool) {
        loop.onLoop { [self] in
            isPaused = !enabled
            if state == .open, let wsi { lws_rx_flow_control(wsi, enabled ? 1 : 0) }
        }
    }

    func enqueue(_ frame: OutgoingFrame) throws(WebSocketError) {
        let mustWake = try outbox.withLock { (outbox) throws(WebSocketError) in try outbox.append(frame) }
        if mustWake { loop.onLoop { self.requestWrite() } }
    }

    func finishQueue(with frame: OutgoingFrame) {
        let mustWake = outbox.withLock { $0.finish(with: frame) }
        guard mustWake else { return }
        loop.onLoop { [self] in
            if state == .connecting { cancelConnecting(.local(code: 1000)) } else { requestWrite() }
        }
    }

    func requestWrite() {
        if state == .open, let wsi { lws_callback_on_writable(wsi) }
    }
}
