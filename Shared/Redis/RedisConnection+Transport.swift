import Base
import CHiredis
import Glibc

/// Transfers bytes between the socket and hiredis' reader, through TLS if configured.
///
/// Debian's hiredis 0.14 has no TLS; its parser does not care where the bytes come from.
extension RedisConnection {
    /// The maximum size of one read from the socket, which is the size of hiredis' own buffer.
    private static let receiveBytes = 16 << 10
    /// The maximum size that is encrypted before it is sent.
    private static let pieceBytes = 256 << 10

    /// Makes the connection a TLS one, within the time of an answer.
    func secure() throws(RedisError) {
        let operation = "TLS handshake"
        let end = SystemClock.uptime() + Int64(config.replyTimeoutMilliseconds) * 1_000_000
        let tls = try TLSSession(config)
        self.tls = tls
        while true {
            let isDone = try tls.handshake()
            try transmit(tls.takeOutput())
            // What the server has sent behind its handshake waits in the session, not in the socket.
            if isDone { return try giveOver(tls) }
            let left = (end - SystemClock.uptime()) / 1_000_000
            guard left > 0, try hasInput(withinMilliseconds: Int(left) + 1) else {
                throw .timedOut(operation: operation)
            }
            try receive(to: tls, operation)
        }
    }

    /// Waits until the server has sent something and gives it to hiredis' reader.
    func receive() throws(RedisError) {
        guard let context else { throw .notConnected }
        guard let tls else {
            guard redisBufferRead(context) == REDIS_OK else { throw failure("read") }
            return
        }
        try givingUpOnError { () throws(RedisError) in
            // An answer may have arrived together with the end, which is reported when there is nothing else.
            guard !tls.isClosed else { throw Self.closed("read") }
            try receive(to: tls, "read")
            try giveOver(tls)
            // An answer to the server's renewal of keys.
            try transmit(tls.takeOutput())
        }
    }

    /// Encrypts bytes and sends them, a piece at a time.
    func transmit(_ bytes: [UInt8], through tls: TLSSession) throws(RedisError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Self.pieceBytes)
            try tls.write(piece)
            do throws(RedisError) {
                try transmit(tls.takeOutput())
            } catch {
                throw lastWord(tls) ?? error
            }
            rest = rest.dropFirst(piece.count)
        }
    }

    /// The server's reason for closing, if it sent one: with TLS 1.3 it refuses a client's certificate after the handshake.
    private func lastWord(_ tls: TLSSession) -> RedisError? {
        do throws(RedisError) {
            guard try hasInput(withinMilliseconds: 0) else { return nil }
            try receive(to: tls, "read")
            _ = try tls.read()
            return nil
        } catch {
            return error
        }
    }

    /// Sends bytes as they are; after an error the caller gives the connection up.
    func transmit(_ bytes: [UInt8]) throws(RedisError) {
        var sent = 0
        while sent < bytes.count {
            guard let context else { throw .notConnected }
            // Not hiredis' own write: the signal SIGPIPE of a connection that is gone would end the process.
            let count = bytes.withUnsafeBytes {
                Glibc.send(context.pointee.fd, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 { sent += count } else if errno != EINTR { throw Self.socketFailure("send") }
        }
    }

    /// Waits until the socket has something to read, or its end.
    func hasInput(withinMilliseconds milliseconds: Int) throws(RedisError) -> Bool {
        guard let context else { throw .notConnected }
        var descriptor = pollfd(fd: context.pointee.fd, events: Int16(POLLIN), revents: 0)
        while true {
            let ready = poll(&descriptor, 1, Int32(clamping: milliseconds))
            if ready >= 0 { return ready > 0 }
            if errno != EINTR { throw Self.socketFailure("poll") }
        }
    }

    private func receive(to tls: TLSSession, _ operation: String) throws(RedisError) {
        guard let context else { throw .notConnected }
        while true {
            let count = withUnsafeTemporaryAllocation(byteCount: Self.receiveBytes, alignment: 1) { buffer in
                let count = recv(context.pointee.fd, buffer.baseAddress, buffer.count, 0)
                if count > 0 { tls.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
                return count
            }
            if count > 0 { return }
            if count == 0 { throw Self.closed(operation) }
            if errno != EINTR { throw Self.socketFailure(operation) }
        }
    }

    /// Gives hiredis' reader what has been decrypted.
    private func giveOver(_ tls: TLSSession) throws(RedisError) {
        guard let context else { throw .notConnected }
        while true {
            let bytes = try tls.read()
            if bytes.isEmpty { return }
            let text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard redisReaderFeed(context.pointee.reader, text, bytes.count) == REDIS_OK else {
                throw .connection(operation: "read", reason: "out of memory")
            }
        }
    }

    /// In hiredis' words, which is what a connection without TLS says.
    private static func closed(_ operation: String) -> RedisError {
        .connection(operation: operation, reason: "Server closed the connection")
    }

    private static func socketFailure(_ operation: String) -> RedisError {
        let code = errno
        return code == EAGAIN
            ? .timedOut(operation: operation)
            : .connection(operation: operation, reason: String(cString: strerror(code)))
    }
}
