import CHiredis

/// An answer of the server.
public enum RedisReply: Sendable, Hashable {
    /// A word such as `OK`.
    case status(String)
    /// A number.
    case integer(Int64)
    /// The bytes of a value.
    case bytes([UInt8])
    /// Several answers.
    case array([RedisReply])
    /// Nothing: no such key.
    case null
    /// The server's refusal, in its words.
    case error(String)

    /// The value as text: of bytes and of a status.
    public var text: String? {
        switch self {
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .status(let text): text
        default: nil
        }
    }

    /// The number.
    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// The elements of an array.
    public var array: [RedisReply]? { if case .array(let elements) = self { elements } else { nil } }

    /// The elements of an array of names and values, as HGETALL answers.
    public var dictionary: [String: String]? {
        guard let array, array.count.isMultiple(of: 2) else { return nil }
        var result: [String: String] = [:]
        for index in stride(from: 0, to: array.count, by: 2) {
            guard let name = array[index].text, let value = array[index + 1].text else { return nil }
            result[name] = value
        }
        return result
    }
}

extension RedisReply {
    init(_ reply: UnsafePointer<redisReply>) {
        let value = reply.pointee
        switch value.type {
        case REDIS_REPLY_STATUS: self = .status(Self.text(value))
        case REDIS_REPLY_ERROR: self = .error(Self.text(value))
        case REDIS_REPLY_INTEGER: self = .integer(value.integer)
        case REDIS_REPLY_NIL: self = .null
        case REDIS_REPLY_ARRAY:
            self = .array((0..<value.elements).compactMap { value.element[$0].map { RedisReply($0) } })
        default: self = .bytes(Array(UnsafeRawBufferPointer(start: value.str, count: value.len)))
        }
    }

    static func text(_ value: redisReply) -> String {
        String(decoding: UnsafeRawBufferPointer(start: value.str, count: value.len), as: UTF8.self)
    }
}
