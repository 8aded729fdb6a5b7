import CLibwebsockets
import Glibc

extension WebSocketConnection {
    /// Frames written before other sockets get their turn.
    private static let framesPerTurn = 64

    func write(_ wsi: OpaquePointer) -> Int32 {
        for _ in 0..<Self.framesPerTurn {
            guard let frame = outbox.withLock({ $0.next() }) else { break }
            guard write(frame, to: wsi) else { return -1 }
            // True also while the library still compresses the frame.
            if lws_send_pipe_choked(wsi) != 0 { break }
        }
        let (queued, isEmpty) = outbox.withLock { ($0.queuedBytes, $0.isEmpty) }
        if !isEmpty { lws_callback_on_writable(wsi) }
        tellSendable(queued)
        return 0
    }

    private func tellSendable(_ queued: Int) {
        guard queued <= options.sendLowWaterBytes else { return isAboveLowWater = true }
        guard isAboveLowWater else { return }
        isAboveLowWater = false
        handler?.sendable(self)
    }

    /// Returns false where the connection is to end.
    private func write(_ frame: OutgoingFrame, to wsi: OpaquePointer) -> Bool {
        writing = frame
        switch frame.kind {
        case .text: return write(frame, LWS_WRITE_TEXT.rawValue, to: wsi)
        case .binary: return write(frame, LWS_WRITE_BINARY.rawValue, to: wsi)
        case .ping: return write(frame, LWS_WRITE_PING.rawValue, to: wsi)
        // The library passes this kind through to the socket, also from a WebSocket connection.
        case .raw: return write(frame, LWS_WRITE_HTTP.rawValue, to: wsi)
        case .fragment(let isFirst, let isLast, let isBinary):
            let type = isFirst ? (isBinary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT) : LWS_WRITE_CONTINUATION
            return write(frame, type.rawValue | (isLast ? 0 : LWS_WRITE_NO_FIN.rawValue), to: wsi)
        case .close(let code):
            if knownReason == nil { knownReason = .local(code: code) }
            lws_close_reason(
                wsi, lws_close_status(UInt32(code)), frame.payload.assumingMemoryBound(to: UInt8.self), frame.count)
            return false
        case .drop:
            if knownReason == nil { knownReason = .aborted }
            return false
        }
    }

    private func write(_ frame: OutgoingFrame, _ kind: UInt32, to wsi: OpaquePointer) -> Bool {
        let payload = frame.payload.assumingMemoryBound(to: UInt8.self)
        return lws_write(wsi, payload, frame.count, lws_write_protocol(kind)) >= 0
    }
}
