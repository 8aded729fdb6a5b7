import JSON
import VenueKit

/// The name of a channel, such as `book.BTC-PERPETUAL.none.20.100ms`, borrowed from the frame.
///
/// Instrument names contain no dot, so dots separate the parts.
struct DeribitChannelName {
    private let name: UnsafeBufferPointer<UInt8>

    init(_ name: JSONKey) { self.name = name.bytes }

    /// The second part: the instrument of `perpetual.BTC-PERPETUAL.100ms`.
    var instrument: UnsafeBufferPointer<UInt8>? {
        let dot = UInt8(ascii: ".")
        guard let first = name.firstIndex(of: dot) else { return nil }
        let rest = name[(first + 1)...]
        return UnsafeBufferPointer(rebasing: rest[..<(rest.firstIndex(of: dot) ?? rest.endIndex)])
    }

    /// The levels per side of a grouped book, `book.{instrument}.{group}.{depth}.{interval}`; nil for a whole book,
    /// `book.{instrument}.{interval}`.
    ///
    /// - Parameter instrumentLength: the length of the instrument's name.
    @inline(__always)
    func groupedDepth(instrumentLength: Int) -> Int32? {
        // `book.`, the instrument and a dot are followed by `raw` or `100ms`, or by three parts.
        let place = instrumentLength &+ 6
        guard place < name.count, name.count &- place > 5 else { return nil }
        return parseGroupedDepth(from: place)
    }

    @inline(never)
    private func parseGroupedDepth(from place: Int) -> Int32? {
        // `{group}.{depth}.{interval}`; there are books of 1, 10 and 20 levels.
        let dot = UInt8(ascii: ".")
        guard let first = name[place...].firstIndex(of: dot), let last = name[place...].lastIndex(of: dot),
            last > first + 1, last < name.count - 1, last - first <= 5
        else { return nil }
        var depth: Int32 = 0
        for byte in name[(first + 1)..<last] {
            guard byte &- 0x30 < 10 else { return nil }
            depth = depth * 10 + Int32(byte &- 0x30)
        }
        return depth
    }
}
