import Documents
import JSON
public import MarketData

/// The books that a reader of `market.book.v1` has, kept by the document's own numbers.
public final class MarketBooks {
    /// One book, with how many documents it was made of.
    public final class Kept {
        /// The book.
        public internal(set) var keeper = BookKeeper()
        /// Documents that were taken in.
        public internal(set) var documents = 0
    }

    /// What a document did.
    public struct Step {
        /// The market's name in `books`: `<venue>:<product>:<symbol>:<depth>`.
        public let name: String
        /// The venue's spelling.
        public let symbol: String
        /// The document's last sequence, where the venue has one.
        public let lastSequence: Int64?
        /// The book after it.
        public let book: Kept
    }

    /// The books by name.
    public private(set) var books: [String: Kept] = [:]
    /// What did not fit behind what came before.
    public private(set) var gaps: [String] = []
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var frame = FrameBuffer()

    /// No books.
    public init() {}

    /// Takes a document in.
    public func apply(_ record: TapeRecord) throws -> Step {
        batch.removeAll()
        let copied = record.value.withUnsafeBytes { bytes in
            Result { () throws(DecodeError) in try frame.assign(bytes) }
        }
        try copied.get()
        try decoder.decode(frame, into: &batch)
        let change = batch.bookChanges[0]
        let entry = batch.symbols[change.header.symbol]
        let name = "\(entry.venue):\(entry.product.name):\(entry.symbol):\(change.depth)"
        let kept = books[name] ?? Kept()
        books[name] = kept
        kept.documents += 1
        if case .gap(let from, let to) = kept.keeper.apply(change, levels: batch.levels) {
            gaps.append("\(name): \(from)...\(to) missing before offset \(record.offset)")
        }
        return Step(name: name, symbol: entry.symbol, lastSequence: change.lastSequence, book: kept)
    }
}
