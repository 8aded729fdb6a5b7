package import JSON
package import MarketData

/// Values that only describe an instrument: unreadable ones are omitted, and the instrument is kept.
extension JSONCursor {
    /// Reads a value, or skips an invalid one: null, empty, of another type, out of range.
    package mutating func descriptive<Value>(
        _ read: (inout JSONCursor) throws(DecodeError) -> Value?
    ) throws(DecodeError) -> Value? {
        let start = self
        do throws(DecodeError) {
            return try read(&self)
        } catch {
            self = start
            try skipValue()
            return nil
        }
    }

    /// A number such as a tick size.
    package mutating func descriptiveDecimal() throws(DecodeError) -> Decimal? {
        try descriptive { (cursor) throws(DecodeError) in try cursor.optionalDecimal() }
    }

    /// A time in milliseconds; 0 means none.
    package mutating func descriptiveMilliseconds() throws(DecodeError) -> Timestamp? {
        try descriptive { (cursor) throws(DecodeError) in
            let time = try cursor.milliseconds()
            return time.nanoseconds == 0 ? nil : time
        }
    }

    /// A name; an empty one means none.
    package mutating func descriptiveText() throws(DecodeError) -> UnsafeBufferPointer<UInt8>? {
        try descriptive { (cursor) throws(DecodeError) in
            let text = try cursor.simpleString()
            return text.isEmpty ? nil : text
        }
    }
}
