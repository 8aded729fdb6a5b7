package import JSON
package import MarketData

/// Values that only describe an instrument: what cannot be read of them is left out, and the instrument stays.
extension JSONCursor {
    /// Reads a value, or passes over one that is odd: null, empty, of another type, out of all bounds.
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

    /// A number such as a step of prices.
    package mutating func descriptiveDecimal() throws(DecodeError) -> Decimal? {
        try descriptive { (cursor) throws(DecodeError) in try cursor.optionalDecimal() }
    }

    /// A moment in milliseconds; 0 is none.
    package mutating func descriptiveMilliseconds() throws(DecodeError) -> Timestamp? {
        try descriptive { (cursor) throws(DecodeError) in
            let time = try cursor.milliseconds()
            return time.nanoseconds == 0 ? nil : time
        }
    }

    /// A name; an empty one is none.
    package mutating func descriptiveText() throws(DecodeError) -> UnsafeBufferPointer<UInt8>? {
        try descriptive { (cursor) throws(DecodeError) in
            let text = try cursor.simpleString()
            return text.isEmpty ? nil : text
        }
    }
}
