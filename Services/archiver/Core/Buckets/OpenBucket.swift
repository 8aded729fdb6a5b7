import Archive
import MarketData

/// The documents of one minute of a symbol that are not in a file yet, verbatim and in the order of their offsets.
///
/// Documents wait as JSON instead of columns. Buffers for twenty columns of ten thousand symbols need more memory than the
/// text, and the size of the text is known exactly.
package final class OpenBucket {
    /// One document: the offset of its record, and the end of its bytes.
    struct Row: BitwiseCopyable {
        let offset: Int64
        let end: Int
    }

    /// The symbol and the minute.
    let key: BucketKey
    /// Whether the minute was already over for the symbol when the first record arrived.
    let isLate: Bool
    /// When its first record arrived, by the clock.
    let openedAt: Timestamp
    /// When its last record arrived, by the clock.
    private(set) var touchedAt: Timestamp
    private var text = Buffer<UInt8>(minimumCapacity: 512)
    private var ends = Buffer<Row>(minimumCapacity: 4)

    init(_ key: BucketKey, isLate: Bool, at now: Timestamp) {
        self.key = key
        self.isLate = isLate
        openedAt = now
        touchedAt = now
    }

    /// The number of documents.
    package var rows: Int { ends.count }
    /// Their size in bytes.
    var bytes: Int { text.count }
    /// The offset of the first document, which becomes part of the file name.
    var firstOffset: Int64 { ends[0].offset }
    /// The offset of the last document.
    var lastOffset: Int64 { ends[ends.count - 1].offset }

    /// Adds a copy of a document. Offsets must increase.
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
