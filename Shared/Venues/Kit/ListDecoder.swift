package import JSON
package import MarketData

/// A decoder of lists (instruments, products) with independent entries: an invalid entry does not affect the others.
public protocol ListDecoder: FrameDecoder {
    /// The entries of the last frame that could not be understood.
    var oddEntries: [OddEntry] { get set }
}

extension ListDecoder {
    /// Reads a list entry by entry. If an entry fails, its events are removed from the batch, the entry is stored in
    /// `oddEntries`, and reading continues with the next one.
    ///
    /// - Throws: if the bytes are not a list of JSON values, or more than `OddEntry.limit` entries of the frame are invalid.
    package mutating func decodeEntries(
        _ cursor: inout JSONCursor, into batch: inout EventBatch,
        _ decode: (inout Self, inout JSONCursor, inout EventBatch) throws(DecodeError) -> Void
    ) throws(DecodeError) {
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            _ = cursor.peek()
            let start = cursor
            let mark = batch.mark
            do throws(DecodeError) {
                try decode(&self, &cursor, &batch)
            } catch {
                batch.rewind(to: mark)
                cursor = start
                try cursor.skipValue()
                guard oddEntries.count < OddEntry.limit else { throw error }
                oddEntries.append(OddEntry(range: start.offset..<cursor.offset, error: error))
            }
        }
    }

    /// See `FrameDecoder.takeOddEntries()`.
    public mutating func takeOddEntries() -> [OddEntry] {
        guard !oddEntries.isEmpty else { return [] }
        defer { oddEntries.removeAll() }
        return oddEntries
    }
}
