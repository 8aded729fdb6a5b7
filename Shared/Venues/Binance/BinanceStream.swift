import VenueKit

/// The name of a combined frame's stream, such as `btcusdt@depth20@100ms`, borrowed from the frame; empty for a raw frame.
struct BinanceStream {
    private let name: UnsafeBufferPointer<UInt8>

    /// No name: a raw frame or a REST answer.
    init() { name = UnsafeBufferPointer(start: nil, count: 0) }

    /// The name of a combined frame's stream.
    init(name: UnsafeBufferPointer<UInt8>) { self.name = name }

    /// The levels a side of a partial book stream (`@depth5`, `@depth10`, `@depth20`); nil for the whole book's changes.
    ///
    /// Futures send partial books as `depthUpdate` too, so the name alone tells them from changes.
    /// - Parameter symbolLength: how long the symbol before the `@` is.
    @inline(__always)
    func partialDepth(symbolLength: Int) -> Int32? {
        let place = symbolLength &+ 6  // what stands after `@depth`
        guard name.count > place, name[place] != UInt8(ascii: "@") else { return nil }
        return parsePartialDepth(from: place)
    }

    /// The symbol in the payloads' spelling, in place of what `text` held: names of streams are lower case, symbols upper
    /// case. False without a stream.
    func copySymbol(to text: inout [UInt8]) -> Bool {
        text.removeAll(keepingCapacity: true)
        guard let at = name.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
        for byte in name[..<at] { text.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte) }
        return true
    }

    @inline(never)
    private func parsePartialDepth(from place: Int) -> Int32? {
        guard name[(place - 6)..<place].elementsEqual("@depth".utf8) else { return nil }
        var depth: Int32 = 0
        for byte in name[place...].prefix(4) {
            guard byte &- 0x30 < 10 else { break }
            depth = depth * 10 + Int32(byte &- 0x30)
        }
        return depth > 0 ? depth : nil
    }
}
