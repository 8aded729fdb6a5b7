public import JSON
public import MarketData
import VenueKit

extension JSONWriter {
    /// Writes a number in the venue's style.
    public mutating func number(_ value: FixedPoint, _ style: NumberStyle) {
        if style != .bare { raw(UInt8(ascii: "\"")) }
        if value.units < 0 { raw(UInt8(ascii: "-")) }
        var magnitude = value.units.magnitude
        var digits = value.digits
        if style != .quoted {
            let least = style == .bare ? 1 : 0
            while digits > least, magnitude % 10 == 0 {
                magnitude /= 10
                digits -= 1
            }
        }
        fixed(magnitude, digits: digits)
        if style == .bare, value.digits == 0 {
            raw(".0")
        }
        if style != .bare { raw(UInt8(ascii: "\"")) }
    }

    /// Writes `magnitude` with `digits` digits after the point.
    private mutating func fixed(_ magnitude: UInt64, digits: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { buffer in
            // A temporary allocation of a non-zero capacity always has a base address.
            let bytes = buffer.baseAddress!
            let count = max(DecimalText.write(magnitude, to: bytes), digits + 1)
            let whole = count - digits
            DecimalText.writeDigits(magnitude, count: count, to: bytes)
            raw(UnsafeBufferPointer(start: bytes, count: whole))
            guard digits > 0 else { return }
            raw(UInt8(ascii: "."))
            raw(UnsafeBufferPointer(start: bytes + whole, count: digits))
        }
    }

    /// Writes text that is already JSON; for rare frames.
    public mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { raw($0) }
    }

    /// Writes `value` in the engine's milliseconds.
    public mutating func milliseconds(_ time: Timestamp) {
        integer(time.nanoseconds / 1_000_000)
    }
}

extension JSONWriter {
    /// Writes a timestamp as ISO 8601 in quotes, with six digits of fraction: `"2026-08-09T21:05:48.170326Z"`.
    public mutating func isoTime(_ time: Timestamp) {
        let parts = time.parts
        raw("\"")
        fixedWidth(parts.year, 4)
        raw("-")
        fixedWidth(parts.month, 2)
        raw("-")
        fixedWidth(parts.day, 2)
        raw("T")
        fixedWidth(parts.hour, 2)
        raw(":")
        fixedWidth(parts.minute, 2)
        raw(":")
        fixedWidth(parts.second, 2)
        raw(".")
        fixedWidth(parts.nanosecond / 1000, 6)
        raw("Z\"")
    }

    private mutating func fixedWidth(_ value: Int, _ count: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { buffer in
            // A temporary allocation of a non-zero capacity always has a base address.
            let bytes = buffer.baseAddress!
            DecimalText.writeDigits(UInt64(value), count: count, to: bytes)
            raw(UnsafeBufferPointer(start: bytes, count: count))
        }
    }
}
