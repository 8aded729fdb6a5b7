import JSON
import MarketData
import Simulator
import TestSupport
import Testing

@Suite("ISO times")
struct ISOTimeTests {
    /// The same, one character after the other.
    private func expected(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard (20...30).contains(bytes.count), bytes.last == UInt8(ascii: "Z") else { return nil }
        for (place, separator) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")] as [(Int, Unicode.Scalar)]
        where bytes[place] != UInt8(ascii: separator) { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy { (0x30...0x39).contains($0) }
                ? Int(String(decoding: bytes[range], as: UTF8.self)) : nil
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        var nanosecond = 0
        if bytes.count > 20 {
            guard bytes[19] == UInt8(ascii: "."), bytes.count > 21, let fraction = number(20..<bytes.count - 1) else {
                return nil
            }
            nanosecond = (bytes.count..<30).reduce(fraction) { value, _ in value * 10 }
        }
        return Timestamp(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    }

    @Test(
        "times are right, and what is none is refused, with a minute remembered or not", arguments: [1, 2] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var minute = ISOMinute()
        func digits(_ value: Int, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        for _ in 0..<5_000 {
            var text =
                "\(Int.random(in: 2025...2026, using: &generator))-\(digits(.random(in: 0...13, using: &generator), 2))-"
                + "\(digits(.random(in: 0...32, using: &generator), 2))T12:"
                + "\(digits(.random(in: 0...2, using: &generator), 2)):\(digits(.random(in: 0...61, using: &generator), 2))"
            let places = Int.random(in: 0...10, using: &generator)
            if places > 0 {
                text += "." + (0..<places).map { _ in "\(Int.random(in: 0...9, using: &generator))" }.joined()
            }
            text += "Z"
            if Int.random(in: 0..<3, using: &generator) == 0 {
                var bytes = Array(text.utf8)
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                    Array("0123456789-:.TZ/ ;z".utf8).randomElement(using: &generator) ?? 0
                text = String(decoding: bytes, as: UTF8.self)
            }
            var frame = FrameBuffer(minimumCapacity: 16)
            try frame.assign("\"\(text)\"")
            var (fresh, remembering) = (frame.cursor, frame.cursor)
            let expected = expected(text)
            let times = [try? fresh.isoTime(), try? remembering.isoTime(near: &minute)]
            guard times == [expected, expected] else {
                Issue.record("seed \(seed): \(text): \(times), not \(String(describing: expected))")
                return
            }
        }
    }
}
