import Documents
import JSON
import MarketData
import Parquet

/// Reads documents: once when they come, to learn symbol and time and to refuse what cannot be archived, and again when
/// their bucket becomes a file. One for a whole archiver, so that a `SymbolID` means the same in all partitions.
final class DocumentReader {
    private var frame = FrameBuffer()
    private var decoder = DocumentDecoder()
    private var batch = EventBatch()

    /// What a bucket needs to know of a document.
    struct Place {
        /// The symbol.
        let symbol: SymbolID
        /// `ts_event`, or `ts_recv` where the venue sends none, or one that cannot be right.
        let time: Timestamp
    }

    /// Reads a document of the topic of `table`. Throws ``ArchiverError/refused(code:reason:)``.
    func place(of document: UnsafeRawBufferPointer, in table: String) throws(ArchiverError) -> Place {
        try decode(document)
        let entry = batch.entries[0]
        guard entry.kind.topicName == table else {
            throw .refused(
                code: "wrong_topic", reason: "a document of \(entry.kind.topicName) on the topic of \(table)")
        }
        let header = batch.header(of: entry)
        guard ArchivePath.isUsable(batch.symbols[header.symbol]) else {
            throw .refused(code: "name_too_long", reason: "venue or symbol is too long for the name of a folder")
        }
        guard DecimalFit(entry, of: batch).fits else {
            throw .refused(code: "number_does_not_fit", reason: "a number has more digits than DECIMAL(38,18) holds")
        }
        let time = header.trustedEventTime(receivedAt: batch.receiveTime) ?? batch.receiveTime
        return Place(symbol: header.symbol, time: time)
    }

    /// What a symbol stands for.
    func entry(of symbol: SymbolID) -> SymbolEntry { batch.symbols[symbol] }

    /// Appends a bucket's documents to a table.
    func fill(_ table: ArchiveTable, from bucket: OpenBucket, of log: TopicPartition) throws(ArchiverError) {
        try bucket.forEach { (offset, document) throws(ArchiverError) in
            try decode(document)
            table.append(batch.entries[0], of: batch, from: log, at: offset)
        }
    }

    private func decode(_ document: UnsafeRawBufferPointer) throws(ArchiverError) {
        batch.removeAll()
        do throws(DecodeError) {
            try frame.assign(document)
            try decoder.decode(frame, into: &batch)
        } catch {
            throw .refused(code: error.code, reason: error.description)
        }
    }
}
