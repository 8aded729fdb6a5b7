import JSON
import MarketData

/// A small JSON text as a tree, for client messages only. Decoders of market data never build one.
public indirect enum ClientMessage: Sendable, Hashable {
    /// An object; the last of equal names counts.
    case object([String: ClientMessage])
    /// An array.
    case array([ClientMessage])
    /// A string.
    case string(String)
    /// A number, as its text.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null

    /// The largest client frame in bytes.
    public static let limit = 1 << 20

    /// Parses a frame; nil if it is not JSON or larger than `limit`.
    public init?(_ frame: UnsafeRawBufferPointer) {
        guard frame.count <= Self.limit else { return nil }
        var buffer = FrameBuffer(minimumCapacity: frame.count)
        do throws(DecodeError) {
            try buffer.assign(frame)
            var cursor = buffer.cursor
            self = try Self.read(&cursor, depth: 0)
            try cursor.finish()
        } catch {
            return nil
        }
    }

    private static func read(_ cursor: inout JSONCursor, depth: Int) throws(DecodeError) -> ClientMessage {
        guard depth < JSONCursor.maximumDepth else { throw .tooDeep(offset: cursor.offset) }
        switch cursor.peek() {
        case UInt8(ascii: "{"):
            var fields: [String: ClientMessage] = [:]
            var scope = try cursor.beginObject()
            while let key = try cursor.nextKey(&scope) {
                let name = String(decoding: key.bytes, as: UTF8.self)
                fields[name] = try read(&cursor, depth: depth + 1)
            }
            return .object(fields)
        case UInt8(ascii: "["):
            var items: [ClientMessage] = []
            var scope = try cursor.beginArray()
            while try cursor.nextElement(&scope) { items.append(try read(&cursor, depth: depth + 1)) }
            return .array(items)
        case UInt8(ascii: "\""):
            var bytes = Buffer<UInt8>(minimumCapacity: 64)
            try cursor.appendString(to: &bytes)
            return .string(String(decoding: bytes.unsafeSlice(0..<bytes.count), as: UTF8.self))
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            return .bool(try cursor.bool())
        case UInt8(ascii: "n"):
            _ = try cursor.takeNull()
            return .null
        default:
            return .number(String(describing: try cursor.decimal()))
        }
    }

    /// The field of an object; nil if it is missing or the value is not an object.
    public subscript(_ name: String) -> ClientMessage? {
        guard case .object(let fields) = self else { return nil }
        return fields[name]
    }

    /// The text of a string.
    public var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The texts of an array of strings; nil if it is not an array or contains anything else.
    public var texts: [String]? {
        guard case .array(let items) = self else { return nil }
        var texts: [String] = []
        for item in items {
            guard let text = item.text else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// The value as JSON, for ids that the server sends back.
    public var json: String {
        switch self {
        case .string(let text):
            var writer = JSONWriter(minimumCapacity: 64)
            writer.string(text)
            return writer.string
        case .number(let text): return text
        case .bool(let value): return value ? "true" : "false"
        case .null: return "null"
        case .array(let items): return "[" + items.map(\.json).joined(separator: ",") + "]"
        case .object(let fields):
            return "{"
                + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value.json)" }
                .joined(separator: ",") + "}"
        }
    }
}
