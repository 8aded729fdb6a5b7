import MarketData
import VenueKit
import Venues

/// One input: a line that says what to do, and what to do it with.
///
///     cursor           the rest is one JSON value
///     documents        a document a line
///     dedup            the same, through dedup's heart and its restarts
///     board            the same, through signals' board
///     archive          the same, through the archiver's buckets and tables
///     alerts           the same, through what people are told
///     binance spot     a frame a line, in one session; `# rest PATH` says that the next is the body of that request
struct FuzzInput {
    /// The first line's words.
    let words: [Substring]
    /// The other lines.
    let lines: [UnsafeBufferPointer<UInt8>]
    /// Everything behind the first line.
    let rest: UnsafeBufferPointer<UInt8>

    /// Cuts an input into its lines.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let newline = UInt8(ascii: "\n")
        let end = bytes.firstIndex(of: newline) ?? bytes.count
        words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
        rest = UnsafeBufferPointer(rebasing: bytes[min(end + 1, bytes.count)...])
        lines = rest.split(separator: newline).map { UnsafeBufferPointer(rebasing: $0) }
    }

    /// Does it. Whatever traps or breaks a promise ends the process, and libFuzzer keeps the input.
    func run() {
        switch words.first {
        case "cursor"?: CursorFuzz.run(rest)
        case "documents"?:
            var fuzz = DocumentFuzz()
            for line in lines { fuzz.decode(line) }
        case "dedup"?:
            var fuzz = DedupFuzz()
            for line in lines { fuzz.take(line) }
        case "board"?:
            var fuzz = BoardFuzz()
            for line in lines { fuzz.take(line) }
        case "archive"?:
            var fuzz = ArchiveFuzz()
            for line in lines { fuzz.take(line) }
            fuzz.finish()
        case "alerts"?:
            var fuzz = AlertsFuzz()
            for line in lines { fuzz.take(line) }
        case let name?:
            guard words.count == 2, let venue = VenueRegistry.venue(named: String(name)),
                let product = Product(name: words[1])
            else { return }
            var fuzz = FrameFuzz(venue: venue, product: product)
            for line in lines { fuzz.take(line) }
        case nil: break
        }
    }
}
