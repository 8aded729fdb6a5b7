import Documents
import JSON
import MarketData
import VenueKit

/// A session of one venue: frames to events, to books and documents, as the services do it.
struct FrameFuzz: ~Copyable {
    private var decoder: any FrameDecoder
    private var reader: any SessionReader
    private var frame = FrameBuffer(minimumCapacity: 16)
    private var batch = EventBatch()
    private var encoder = DocumentEncoder()
    private var writer = JSONWriter()
    private var documents = DocumentFuzz()
    private var book = BookKeeper()
    /// The request whose body comes next.
    private var request: String?

    init(venue: any Venue, product: Product) {
        decoder = venue.makeDecoder(for: product)
        reader = venue.makeReader(for: product)
        batch.source = "primary"
    }

    /// Takes a frame, or a comment that tells of the next.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) {
        guard line.first != UInt8(ascii: "#") else {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
            if words.count == 3, words[1] == "rest" { request = String(words[2]) }
            return
        }
        let context = FrameContext(
            origin: request == nil ? .webSocket : .rest, request: request ?? "",
            receiveTime: Timestamp(nanoseconds: 1_800_000_000_000_000_000))
        request = nil
        _ = reader.inspect(SessionFrame(UnsafeRawBufferPointer(line)), for: .everything)
        batch.removeAll()
        batch.receiveTime = context.receiveTime
        do throws(DecodeError) {
            try frame.assign(UnsafeRawBufferPointer(line))
            _ = try decoder.decode(frame, context: context, into: &batch)
        } catch {
            return
        }
        for index in 0..<batch.bookChanges.count {
            _ = book.apply(batch.bookChanges[index], levels: batch.levels)
            precondition(book.book.top(4, .bid).count <= book.book.count(.bid), "a book counts its levels")
        }
        for index in 0..<batch.count {
            writer.removeAll()
            encoder.encode(batch.entries[index], of: batch, to: &writer)
            documents.check(writer.bytes.assumingMemoryBound(to: UInt8.self))
        }
    }
}
