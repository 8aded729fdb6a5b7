import JSON
import MarketData

/// A JSON document as one line for people: `trade BTCUSDT price=65114.3 size=0.52 …`.
enum DocumentLine {
    /// A field of the outermost object: a string without its quotes, or any other value in short form.
    struct Field: Equatable {
        var name: String
        var text: String
    }

    /// The maximum number of shown elements of a list.
    static let maximumElements = 2
    /// The maximum nesting of lists that are parsed.
    static let maximumNesting = 3

    /// The fields at the front, and the fields that are equal in every line.
    private static let leading = ["type", "venue", "symbol"]
    private static let omitted = ["version", "instrument", "product", "ts_recv", "ts_publish"]

    /// The line; nil unless the value is a JSON object with a `type`, which documents have.
    static func text(of value: [UInt8]) -> String? {
        guard let fields = fields(of: value), fields.first?.name == "type" else { return nil }
        let front = leading.compactMap { name in fields.first { $0.name == name }?.text }
        let rest = fields.filter { !leading.contains($0.name) && !omitted.contains($0.name) }.map { field in
            "\(field.name)=\(shown(field))"
        }
        return (front + rest).joined(separator: " ")
    }

    /// Times are shown as times of day.
    private static func shown(_ field: Field) -> String {
        guard field.name.hasPrefix("ts_") || field.name.hasSuffix("_ts"), let time = Int64(field.text), time > 0 else {
            return field.text
        }
        return field.name == "ts_event"
            ? ShortText.timeOfDay(nanoseconds: time) : "\(Timestamp(nanoseconds: time))"
    }

    /// The fields of a JSON object in order; nil for anything else.
    static func fields(of value: [UInt8]) -> [Field]? {
        var frame = FrameBuffer(minimumCapacity: value.count)
        return value.withUnsafeBytes { bytes in
            do throws(DecodeError) {
                try frame.assign(bytes)
                return try fields(frame)
            } catch {
                return nil
            }
        }
    }

    private static func fields(_ frame: borrowing FrameBuffer) throws(DecodeError) -> [Field] {
        var cursor = frame.cursor
        var scope = try cursor.beginObject()
        var fields: [Field] = []
        while let key = try cursor.nextKey(&scope) {
            fields.append(Field(name: key.string, text: try text(&cursor, frame, depth: 0)))
        }
        try cursor.finish()
        return fields
    }

    /// The value at the cursor, in short form.
    private static func text(
        _ cursor: inout JSONCursor, _ frame: borrowing FrameBuffer, depth: Int
    ) throws(DecodeError) -> String {
        switch cursor.peek() {
        case UInt8(ascii: "\""):
            var bytes = Buffer<UInt8>(minimumCapacity: 64)
            try cursor.appendString(to: &bytes)
            return String(decoding: bytes.unsafeSlice(0..<bytes.count), as: UTF8.self)
        case UInt8(ascii: "[") where depth < maximumNesting:
            return try list(&cursor, frame, depth: depth)
        default:
            let start = cursor.offset
            try cursor.skipValue()
            return String(decoding: frame.bytes[start..<cursor.offset], as: UTF8.self)
        }
    }

    /// `[65114.3 0.52, 65114 12, … 48 more]`: the elements of an inner list are separated by spaces.
    private static func list(
        _ cursor: inout JSONCursor, _ frame: borrowing FrameBuffer, depth: Int
    ) throws(DecodeError) -> String {
        var scope = try cursor.beginArray()
        var shown: [String] = []
        var count = 0
        while try cursor.nextElement(&scope) {
            count += 1
            if depth > 0 || count <= maximumElements {
                shown.append(try text(&cursor, frame, depth: depth + 1))
            } else {
                try cursor.skipValue()
            }
        }
        if depth > 0 { return shown.joined(separator: " ") }
        if count > shown.count { shown.append("… \(count - shown.count) more") }
        return "[\(shown.joined(separator: ", "))]"
    }
}
