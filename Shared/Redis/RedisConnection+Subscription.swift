/// A message of a subscription.
public struct RedisMessage: Sendable, Hashable {
    /// The channel that it was published on.
    public let channel: String
    /// What was published.
    public let payload: [UInt8]

    /// The payload as text.
    public var text: String { String(decoding: payload, as: UTF8.self) }
}

/// Subscriptions: from the first one on, the connection is for nothing else.
extension RedisConnection {
    /// Subscribes to channels by pattern (`*` for all) and waits for the server's confirmation.
    public func subscribe(patterns: [String]) throws(RedisError) {
        for pattern in patterns { try expect("PSUBSCRIBE") { $0.append(pattern) } }
    }

    /// Waits for the next message. Nil if none has come within the timeout.
    public func readMessage(timeoutMilliseconds: Int) throws(RedisError) -> RedisMessage? {
        while let push = try readPush(timeoutMilliseconds: timeoutMilliseconds) {
            // pmessage, pattern, channel, payload
            guard let parts = push.array, parts.count == 4, parts[0].text == "pmessage", let channel = parts[2].text,
                case .bytes(let payload) = parts[3]
            else { continue }
            return RedisMessage(channel: channel, payload: payload)
        }
        return nil
    }
}
