import Documents
import JSON
import MarketData

/// Documents: what can be read is written, read again, and written just so.
struct DocumentFuzz: ~Copyable {
    private var frame = FrameBuffer(minimumCapacity: 16)
    private var decoder = DocumentDecoder()
    private var batch = EventBatch()
    private var encoder = DocumentEncoder()
    private var writer = JSONWriter()
    private var again = JSONWriter()

    init() {}

    /// Reads a document.
    mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>) {
        batch.removeAll()
        guard (try? frame.assign(UnsafeRawBufferPointer(bytes))) != nil,
            (try? decoder.decode(frame, into: &batch)) != nil
        else { return }
        for index in 0..<batch.count {
            writer.removeAll()
            encoder.encode(batch.entries[index], of: batch, to: &writer)
            check(UnsafeBufferPointer(start: nil, count: 0))
        }
    }

    /// Holds a document of ours to what is read from it.
    mutating func check(_ document: UnsafeBufferPointer<UInt8>) {
        if !document.isEmpty {
            writer.removeAll()
            writer.raw(document)
        }
        var read = EventBatch()
        var reader = DocumentDecoder()
        var second = DocumentEncoder()
        do throws(DecodeError) {
            try frame.assign(writer.bytes)
            try reader.decode(frame, into: &read)
        } catch {
            fatalError("our own document: \(error): \(writer.string)")
        }
        again.removeAll()
        second.encode(read.entries[0], of: read, to: &again)
        // A release build leaves out what a precondition says.
        if again.string != writer.string { fatalError("\(writer.string) became \(again.string)") }
    }
}
