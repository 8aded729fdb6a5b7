import Documents
import JSON
package import MarketData
import Parquet

/// Reads documents. It finds their symbol and time, refuses documents that cannot be archived, and converts documents to rows.
/// A program has only one, so that a `SymbolID` means the same in all partitions.
package final class DocumentReader {
    private var frame = FrameBuffer()
    private var decoder = DocumentDecoder()
    private var batch = EventBatch()

    package init() {}

    /// The values that determine the file of a document.
    package struct Place {
        /// The symbol.
        package let symbol: SymbolID
        /// `ts_event`, or `ts_recv` if the venue sends no event time or an impossible one.
        package let time: Timestamp
    }

    /// Reads a document of the topic of `table`. Throws ``ArchiveError/refused(code:reason:)``.
    package func place(of document: UnsafeRawBufferPointer, in table: String) throws(ArchiveError) -> Place {
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

    /// The entry of a symbol.
    package func entry(of symbol: SymbolID) -> SymbolEntry { batch.symbols[symbol] }

    /// Appends the document of the record at `offset` of `log` to its table.
    package func append(
        _ document: UnsafeRawBufferPointer, to table: ArchiveTable, from log: TopicPartition, at offset: Int64
    ) throws(ArchiveError) {
        try decode(document)
        table.append(batch.entries[0], of: batch, from: log, at: offset)
    }

    private func decode(_ document: UnsafeRawBufferPointer) throws(ArchiveError) {
        batch.removeAll()
        do throws(DecodeError) {
            try frame.assign(document)
            try decoder.decode(frame, into: &batch)
        } catch {
            throw .refused(code: error.code, reason: error.description)
        }
    }
}
