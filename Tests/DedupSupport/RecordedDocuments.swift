import JSON
public import MarketData
public import TestSupport
import VenueKit
import Venues

/// The numbered changes and the trades of a recording as the normalizer writes them, in order: what one source that
/// misses nothing publishes.
public struct RecordedDocuments: Sendable {
    /// One document.
    public struct Document: Sendable {
        /// The bytes.
        public var bytes: [UInt8]
        /// `book` or `trade`.
        public var kind: EventKind
        /// The channel: symbol and depth, or symbol alone.
        public var channel: String
        /// The first sequence of a book change; 0 for a trade.
        public var first: Int64
        /// The last sequence of a book change; 0 for a trade.
        public var last: Int64
        /// A trade's id.
        public var tradeID: String
        /// Whether it is a snapshot, inside the stream or beside it.
        public var isSnapshot: Bool
    }

    /// The documents.
    public private(set) var documents: [Document] = []

    /// Reads a recording.
    ///
    /// - Parameter limit: documents at most.
    public init(_ recording: Recording, limit: Int) throws {
        guard let venue = VenueRegistry.venue(named: recording.venue) else { return }
        var pipe = DecodingPipe(venue: venue, product: recording.product)
        for frame in try recording.frames() where documents.count < limit {
            guard (try? pipe.decode(frame.bytes, context: frame.context)) != nil else { continue }
            let texts = pipe.documents()
            for index in 0..<pipe.batch.count {
                note(pipe.batch.entries[index], of: pipe.batch, Array(texts[index].utf8))
            }
        }
    }

    private mutating func note(_ entry: EventBatch.Entry, of batch: borrowing EventBatch, _ bytes: [UInt8]) {
        let symbol = batch.symbols[batch.header(of: entry).symbol].symbol
        let index = Int(entry.index)
        switch entry.kind {
        case .book:
            let change = batch.bookChanges[index]
            guard let last = change.lastSequence, change.place == .inStream else { return }
            documents.append(
                Document(
                    bytes: bytes, kind: .book, channel: "\(symbol)/\(change.depth)",
                    first: change.firstSequence ?? last, last: last, tradeID: "",
                    isSnapshot: change.kind == .snapshot))
        case .trade:
            let id = String(decoding: batch.bytes(of: batch.trades[index].tradeID), as: UTF8.self)
            documents.append(
                Document(
                    bytes: bytes, kind: .trade, channel: symbol, first: 0, last: 0, tradeID: id, isSnapshot: false))
        default: break
        }
    }
}

extension RecordedDocuments {
    /// Some documents in a row, from anywhere.
    public func slice(_ count: Int, _ generator: inout some RandomNumberGenerator) -> ArraySlice<Document> {
        let count = min(count, documents.count)
        let start = Int.random(in: 0...(documents.count - count), using: &generator)
        return documents[start..<start + count]
    }
}
