import Documents
import JSON
import MarketData
import TestSupport
import Testing

/// What dedup adds to a document that it passes on byte for byte.
@Suite("Marks")
struct DocumentMarksTests {
    /// A book's document, with a bad time where wanted.
    private func document(isTimeBad: Bool) -> [UInt8] {
        var batch = EventBatch()
        batch.source = "primary"
        batch.receiveTime = Timestamp(nanoseconds: 1)
        let symbol = RandomEvents.intern(
            "X", venue: "v", product: .linear, instrument: "X", in: &batch)
        let time = Timestamp(nanoseconds: isTimeBad ? 4_102_444_800_000_000_000 : 1)
        batch.append(
            BookChange(
                header: EventHeader(symbol: symbol, eventTime: time), kind: .snapshot, rule: .contiguous,
                lastSequence: 5, bids: .empty, asks: .empty))
        var encoder = DocumentEncoder()
        var writer = JSONWriter()
        encoder.encode(batch.entries[0], of: batch, to: &writer)
        return Array(writer.bytes)
    }

    private func read(_ document: [UInt8]) throws -> BookChange {
        var batch = EventBatch()
        var decoder = DocumentDecoder()
        var frame = FrameBuffer()
        try document.withUnsafeBytesTyped { (bytes) throws(DecodeError) in
            try frame.assign(bytes)
            try decoder.decode(frame, into: &batch)
        }
        return batch.bookChanges[0]
    }

    @Test(
        "they stand at the end, beside the flags that are there, whatever space follows the document",
        arguments: [true, false], ["", " \n"])
    func adding(isTimeBad: Bool, space: String) throws {
        let document = document(isTimeBad: isTimeBad) + Array(space.utf8)
        let marked = document.withUnsafeBytes {
            DocumentMarks.adding(EventMarks(.repetition, streamSequence: 9), to: $0)
        }
        let change = try read(marked)
        #expect(change.header.flags == (isTimeBad ? [.badTime, .repetition] : .repetition))
        #expect(change.streamSequence == 9 && change.lastSequence == 5)
        let text = String(decoding: marked, as: UTF8.self)
        #expect(text.hasSuffix("\"flags\":\"\(isTimeBad ? "bad_time," : "")repetition\"}"))
        // Once more changes nothing of the flags.
        let again = try read(marked.withUnsafeBytes { DocumentMarks.adding(EventMarks(.repetition), to: $0) })
        #expect(again.header.flags == change.header.flags)
    }

    @Test("a flag that this version does not know is passed over")
    func unknown() throws {
        let text =
            String(decoding: document(isTimeBad: false), as: UTF8.self).dropLast() + ",\"flags\":\"new,restart\"}"
        #expect(try read(Array(text.utf8)).header.flags == .restart)
    }
}
