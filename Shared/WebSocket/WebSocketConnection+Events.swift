import CLibwebsockets

/// The events from the library, all on the loop's thread.
extension WebSocketConnection {
    func handle(
        _ reason: lws_callback_reasons, of wsi: OpaquePointer, _ bytes: UnsafeMutableRawPointer?, _ count: Int
    ) -> Int32 {
        switch reason {
        case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
            return RequestHeaders.append(target?.headers ?? [], to: wsi, bytes, count)
        case LWS_CALLBACK_CLIENT_ESTABLISHED, LWS_CALLBACK_ESTABLISHED: open(wsi)
        case LWS_CALLBACK_CLIENT_WRITEABLE, LWS_CALLBACK_SERVER_WRITEABLE: return write(wsi)
        case LWS_CALLBACK_CLIENT_RECEIVE_PONG, LWS_CALLBACK_RECEIVE_PONG:
            timesHeard &+= 1
            handler?.pongReceived(on: self)
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: peerCloses(UnsafeRawBufferPointer(start: bytes, count: count))
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR: connectFailed(wsi, bytes, count)
        case LWS_CALLBACK_CLIENT_CLOSED, LWS_CALLBACK_CLOSED, LWS_CALLBACK_WSI_DESTROY:
            finish(
                knownReason ?? (state == .open ? .connectionLost : .connectFailed("connection lost in the handshake")))
        default: break
        }
        return 0
    }

    /// Takes one part of a message, and delivers the message with its last part.
    func receive(_ wsi: OpaquePointer, _ part: UnsafeRawBufferPointer, at receiveTime: Int64) -> Int32 {
        timesHeard &+= 1
        guard buffer.count + part.count <= options.maximumFrameBytes else { return refuseTooLarge(wsi) }
        let isWhole = lws_is_final_fragment(wsi) != 0
        let isBinary = lws_frame_is_binary(wsi) != 0
        if isWhole, buffer.count == 0 {
            handler?.received(part.bytes, isBinary: isBinary, receiveTime: receiveTime, on: self)
            return 0
        }
        buffer.append(part)
        guard isWhole else { return 0 }
        handler?.received(buffer.bytes.bytes, isBinary: isBinary, receiveTime: receiveTime, on: self)
        buffer.removeAll()
        return 0
    }

    private func refuseTooLarge(_ wsi: OpaquePointer) -> Int32 {
        knownReason = .frameTooLarge(limitBytes: options.maximumFrameBytes)
        outbox.withLock { $0.discard() }
        lws_close_reason(wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, nil, 0)
        return -1
    }

    private func open(_ wsi: OpaquePointer) {
        self.wsi = wsi
        cancelTimers()
        state = .open
        if isPaused { lws_rx_flow_control(wsi, 0) }
        startPings()
        handler?.opened(self)
        if !outbox.withLock({ $0.isEmpty }) { lws_callback_on_writable(wsi) }
    }

    private func startPings() {
        guard let interval = options.pingInterval else { return }
        timers.append(loop.schedule(after: interval, repeats: true) { [weak self] in self?.ping() })
    }

    private func ping() {
        // A full queue needs no ping: the peer's silence shows by the queue not moving, and by the check below.
        try? sendPing()
        let heardBefore = timesHeard
        checkTimers.removeAll { $0.isDone }
        checkTimers.append(
            loop.schedule(after: options.pongTimeout) { [weak self] in self?.checkHeard(since: heardBefore) })
    }

    private func checkHeard(since heardBefore: UInt64) {
        // While reading is paused nothing can be heard, and the peer is not to blame.
        guard state == .open, timesHeard == heardBefore, !isPaused else { return }
        kill(.pingTimeout)
    }

    private func peerCloses(_ payload: UnsafeRawBufferPointer) {
        guard knownReason == nil else { return }
        let code = payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : 1005
        knownReason = .peer(code: code, text: String(decoding: payload.dropFirst(2), as: UTF8.self))
    }

    /// Ends the connection without a close frame. The handler is called now; the library closes the socket on its next turn, or
    /// with the socket's next event, whose callback finds no owner.
    func kill(_ reason: WebSocketCloseReason) {
        let wsi = wsi
        finish(knownReason ?? reason)
        if let wsi { lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC) }
    }

    /// Ends the connection: calls the handler once, and detaches the library's socket.
    func finish(_ reason: WebSocketCloseReason) {
        guard state != .closed else { return }
        state = .closed
        if let wsi { lws_set_opaque_user_data(wsi, nil) }
        wsi = nil
        cancelTimers()
        outbox.withLock { $0.discard() }
        writing = nil
        let handler = handler.take()
        if let socket = socket.take() { loop.remove(socket) }
        handler?.closed(self, reason: reason)
    }

    func cancelTimers() {
        for timer in timers + checkTimers { timer.cancel() }
        timers = []
        checkTimers = []
    }
}
