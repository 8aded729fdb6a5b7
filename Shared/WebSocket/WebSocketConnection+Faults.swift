import CLibwebsockets
import Glibc

/// What a well-behaved peer never does: for the simulator, which must misbehave on request.
extension WebSocketConnection {
    /// Queues one part of a message. The caller keeps the order: first, more, last.
    public func sendFragment(
        _ bytes: [UInt8], isFirst: Bool, isLast: Bool, isBinary: Bool = false
    ) throws(WebSocketError) {
        let kind = OutgoingFrame.Kind.fragment(isFirst: isFirst, isLast: isLast, isBinary: isBinary)
        try enqueue(OutgoingFrame(kind, copying: bytes))
    }

    /// Queues bytes that go to the socket as they are, for example a frame's header and half its payload.
    public func sendRaw(_ bytes: [UInt8]) throws(WebSocketError) {
        try enqueue(OutgoingFrame(.raw, copying: bytes))
    }

    /// Sends what is queued, then ends the TCP connection without a close frame.
    public func drop() {
        finishQueue(with: OutgoingFrame(.drop, count: 0))
    }

    /// Resets the TCP connection at once; what is queued, here or in the kernel, is lost.
    public func abort() {
        loop.onLoop { [self] in
            guard state == .open, let wsi else { return cancelConnecting(.aborted) }
            outbox.withLock { $0.discard() }
            // On Linux, connecting a TCP socket to "no address" resets it: man 2 connect, AF_UNSPEC.
            var nowhere = sockaddr()
            nowhere.sa_family = sa_family_t(AF_UNSPEC)
            _ = Glibc.connect(lws_get_socket_fd(wsi), &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
            kill(.aborted)
        }
    }
}
