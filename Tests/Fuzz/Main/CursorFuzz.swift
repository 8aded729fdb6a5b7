import JSON
import MarketData

/// The JSON cursor alone, on bytes of any kind.
enum CursorFuzz {
    /// A name's length in place of a field, so that the order of names decides what is remembered.
    struct Length: JSONField {
        var count = 0
        init() {}
        init(named key: JSONKey) { count = key.bytes.count }
    }

    /// Reads the bytes in every way there is; ways that ask for the same must agree.
    static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
        var frame = FrameBuffer(minimumCapacity: 16)
        guard (try? frame.assign(UnsafeRawBufferPointer(bytes))) != nil else { return }
        let start = frame.cursor
        let isWhole = attempt(start) { cursor throws(DecodeError) in try cursor.skipValue() } != nil
        var order = FieldOrder(blank: Length())
        let fields = attempt(start) { cursor throws(DecodeError) in
            var count = 0
            var object = try cursor.beginObject()
            while let key = try cursor.nextKey(&object) {
                count = count &* 31 &+ key.bytes.count
                try cursor.skipValue()
            }
            return count
        }
        // Learning, and having learned.
        for _ in 0..<2 {
            let ordered = attempt(start) { cursor throws(DecodeError) in
                var count = 0
                var object = try cursor.beginObject(in: &order)
                while let field = try cursor.nextField(&object, in: &order) {
                    count = count &* 31 &+ field.count
                    try cursor.skipValue()
                }
                return count
            }
            precondition(ordered == fields, "fields in an order differ from fields")
        }
        precondition(fields == nil || isWhole, "what has fields is a value")
        numbers(start, isWhole: isWhole)
        texts(start)
    }

    private static func numbers(_ start: JSONCursor, isWhole: Bool) {
        let decimal = attempt(start) { cursor throws(DecodeError) in try cursor.decimal() }
        let optional = attempt(start) { cursor throws(DecodeError) in try cursor.optionalDecimal() }
        if let decimal {
            precondition(isWhole && optional == .some(.some(decimal)), "a number is read in one way only")
        }
        let integer = attempt(start) { cursor throws(DecodeError) in try cursor.integer() }
        if let integer { precondition(isWhole && decimal == Decimal(integer), "a whole number is a number") }
        var levels = Buffer<Level>()
        _ = attempt(start) { cursor throws(DecodeError) in _ = try cursor.levels(into: &levels) }
        _ = attempt(start) { cursor throws(DecodeError) in _ = try cursor.milliseconds() }
    }

    private static func texts(_ start: JSONCursor) {
        var text = Buffer<UInt8>()
        let isString = attempt(start) { cursor throws(DecodeError) in try cursor.appendString(to: &text) } != nil
        let simple = attempt(start) { cursor throws(DecodeError) in try cursor.simpleString().count }
        if let simple { precondition(isString && simple == text.count, "a name is a string") }
        var minute = ISOMinute()
        let time = attempt(start) { cursor throws(DecodeError) in try cursor.isoTime() }
        for _ in 0..<2 {
            let again = attempt(start) { cursor throws(DecodeError) in try cursor.isoTime(near: &minute) }
            precondition(again == time, "a remembered minute changes nothing")
        }
        _ = attempt(start) { cursor throws(DecodeError) in _ = try cursor.identifier() }
    }

    /// What `read` answers, when it reads all that there is.
    private static func attempt<Value>(
        _ start: JSONCursor, _ read: (inout JSONCursor) throws(DecodeError) -> Value
    ) -> Value? {
        var cursor = start
        do throws(DecodeError) {
            let value = try read(&cursor)
            try cursor.finish()
            return value
        } catch {
            return nil
        }
    }
}
