import Archive
import MarketData

/// The documents of a symbol's minute that are not in a file yet, verbatim and in the order of their offsets.
///
/// Documents wait as JSON rather than as columns: a column buffer for each of a table's twenty columns and each of ten
/// thousand symbols costs more memory than the text, and the text is counted exactly.
package final class OpenBucket {
    /// One document: its record's offset, and where its bytes end.
    struct Row: BitwiseCopyable {
        let offset: Int64
        let end: Int
    }

    /// What the bucket is about.
    let key: BucketKey
    /// Whether its symbol's minute was over when its first record came.
    let isLate: Bool
    /// When its first record came, by the clock.
    let openedAt: Timestamp
    /// When its last record came, by the clock.
    private(set) var touchedAt: Timestamp
    private var text = Buffer<UInt8>(minimumCapacity: 512)
    private var ends = Buffer<Row>(minimumCapacity: 4)

    init(_ key: BucketKey, isLate: Bool, at now: Timestamp) {
        self.key = key
        self.isLate = isLate
        openedAt = now
        touchedAt = now
    }

    /// How many documents wait.
    package var rows: Int { ends.count }
    /// How many bytes they have.
    var bytes: Int { text.count }
    /// The offset of the first, which the file will be named by.
    var firstOffset: Int64 { ends[0].offset }
    /// The offset of the last.
    var lastOffset: Int64 { ends[ends.count - 1].offset }

    /// Takes a copy of a document. Offsets rise.
    func append(_ document: UnsafeRawBufferPointer, at offset: Int64, now: Timestamp) {
        text.append(contentsOf: document.bindMemory(to: UInt8.self))
        ends.append(Row(offset: offset, end: text.count))
        touchedAt = now
    }

    /// Calls `body` with each document and its offset, in order.
    func forEach<Failure: Error>(
        _ body: (_ offset: Int64, _ document: UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        var start = 0
        for index in 0..<ends.count {
            let row = ends[index]
            try body(row.offset, UnsafeRawBufferPointer(text.unsafeSlice(start..<row.end)))
            start = row.end
        }
    }

    /// Appends all documents to their table.
    func append(to table: ArchiveTable, by reader: DocumentReader, from log: TopicPartition) throws(ArchiveError) {
        try forEach { (offset, document) throws(ArchiveError) in
            try reader.append(document, to: table, from: log, at: offset)
        }
    }

    /// Appends the offsets of all documents to `offsets`.
    func appendOffsets(to offsets: inout [Int64]) {
        for index in 0..<ends.count { offsets.append(ends[index].offset) }
    }
}
