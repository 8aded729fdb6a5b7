import CHiredis
import Glibc

/// A blocking, pipelined connection to a Redis server, for one thread.
///
/// Commands are appended, sent together by ``flush()``, and answered in order. After an error that
/// ``RedisError/requiresReconnect`` the caller must connect again; commands without an answer are then discarded.
public final class RedisConnection {
    /// Where it connects to.
    public let config: RedisConfig
    /// The number of commands that were sent or appended and whose answer has not been read yet.
    public private(set) var pendingReplies = 0
    /// The socket and the reader of answers.
    private(set) var context: UnsafeMutablePointer<redisContext>?
    /// Between the two, where the connection is a TLS one.
    var tls: TLSSession?
    private var arguments = RedisArguments()

    /// Describes a connection; ``connect()`` makes it.
    public init(_ config: RedisConfig) { self.config = config }

    deinit { redisFree(context) }

    /// Whether there is a working connection.
    public var isConnected: Bool { context != nil }

    /// The number of bytes waiting for ``flush()``.
    public var queuedBytes: Int { arguments.bytes.count }

    /// Connects, logs in and selects the database. An existing connection is closed first; after an error there is no
    /// connection.
    public func connect() throws(RedisError) {
        disconnect()
        try givingUpOnError { () throws(RedisError) in try open() }
    }

    /// Closes the connection when `body` throws.
    func givingUpOnError<Value>(_ body: () throws(RedisError) -> Value) throws(RedisError) -> Value {
        do throws(RedisError) {
            return try body()
        } catch {
            disconnect()
            throw error
        }
    }

    private func open() throws(RedisError) {
        let timeout = Self.timeval(config.connectTimeoutMilliseconds)
        guard let context = redisConnectWithTimeout(config.host, Int32(config.port), timeout) else {
            throw .connection(operation: "connect", reason: "out of memory")
        }
        self.context = context
        guard context.pointee.err == 0 else { throw failure("connect to \(config.host):\(config.port)") }
        redisSetTimeout(context, Self.timeval(config.replyTimeoutMilliseconds))
        redisEnableKeepAlive(context)
        if config.usesTLS { try secure() }
        if let password = config.password {
            try expect("AUTH") {
                if let username = config.username { $0.append(username) }
                $0.append(password)
            }
        } else {
            // A server that requires a password accepts the connection but refuses each command. The ping reports this before
            // the first write.
            try ping()
        }
        if config.database != 0 { try expect("SELECT") { $0.append(Int64(config.database)) } }
    }

    /// Closes the connection and forgets what was appended.
    public func disconnect() {
        redisFree(context)
        context = nil
        tls = nil
        pendingReplies = 0
        arguments.removeAll()
    }

    /// Appends a command to the pipeline; `fill` appends its arguments. Nothing is sent yet.
    public func append(_ command: StaticString, _ fill: (inout RedisArguments) -> Void = { _ in }) {
        arguments.command(command, fill)
        pendingReplies += 1
    }

    /// Sends what was appended.
    public func flush() throws(RedisError) {
        guard isConnected else { throw .notConnected }
        try givingUpOnError { () throws(RedisError) in
            if let tls { try transmit(arguments.bytes, through: tls) } else { try transmit(arguments.bytes) }
        }
        arguments.removeAll()
    }

    /// Reads the next answer, after sending what was appended. A refusal is an answer: ``RedisReply/error(_:)``.
    public func readReply() throws(RedisError) -> RedisReply {
        let reply = try nextReply()
        defer { freeReplyObject(reply) }
        return RedisReply(reply)
    }

    /// Reads all answers that are due and keeps none, allocating nothing in Swift.
    ///
    /// - Parameter onRefusal: takes the place of each command that the server refused, counted from the first answer that was
    ///   due, and what the server says.
    /// - Returns: how many commands the server refused, and the first refusal.
    @discardableResult
    public func readReplies(
        onRefusal: (Int, RedisError) -> Void = { _, _ in }
    ) throws(RedisError) -> (refused: Int, first: RedisError?) {
        var refused = 0
        var first: RedisError?
        let due = pendingReplies
        while pendingReplies > 0 {
            let place = due - pendingReplies
            let reply = try nextReply()
            defer { freeReplyObject(reply) }
            guard reply.pointee.type == REDIS_REPLY_ERROR else { continue }
            let refusal = RedisError.server(operation: "command", message: RedisReply.text(reply.pointee))
            refused += 1
            if first == nil { first = refusal }
            onRefusal(place, refusal)
        }
        return (refused, first)
    }

    private func nextReply() throws(RedisError) -> UnsafeMutablePointer<redisReply> {
        precondition(pendingReplies > 0, "a reply is read of a command that was not appended")
        if !arguments.bytes.isEmpty { try flush() }
        while true {
            if let reply = try parsedReply() {
                pendingReplies -= 1
                return reply
            }
            try receive()
        }
    }

    /// An answer that has come whole; nil while there is none.
    private func parsedReply() throws(RedisError) -> UnsafeMutablePointer<redisReply>? {
        guard let context else { throw .notConnected }
        var reply: UnsafeMutableRawPointer?
        guard redisGetReplyFromReader(context, &reply) == REDIS_OK else { throw failure("read") }
        return reply?.assumingMemoryBound(to: redisReply.self)
    }

    /// Waits for something that the server sends without being asked: a message of a subscription. Nil after the timeout.
    func readPush(timeoutMilliseconds: Int) throws(RedisError) -> RedisReply? {
        while true {
            if let reply = try parsedReply() {
                defer { freeReplyObject(reply) }
                return RedisReply(reply)
            }
            let isReady = try givingUpOnError { () throws(RedisError) in
                try hasInput(withinMilliseconds: timeoutMilliseconds)
            }
            guard isReady else { return nil }
            try receive()
        }
    }

    /// What hiredis says went wrong; the connection is given up.
    func failure(_ operation: String) -> RedisError {
        let code = errno
        guard let context else { return .notConnected }
        let kind = context.pointee.err
        let reason = withUnsafeBytes(of: &context.pointee.errstr) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        disconnect()
        switch kind {
        case REDIS_ERR_PROTOCOL: return .malformedReply(reason: reason)
        case REDIS_ERR_IO where code == EAGAIN || code == ETIMEDOUT: return .timedOut(operation: operation)
        default: return .connection(operation: operation, reason: reason)
        }
    }

    private static func timeval(_ milliseconds: Int) -> Glibc.timeval {
        Glibc.timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
    }
}
