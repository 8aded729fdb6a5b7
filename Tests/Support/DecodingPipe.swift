import Documents
public import JSON
public import MarketData
public import VenueKit

/// What the normalizer does with the frames of one connection, without Kafka: frames in, documents out.
public struct DecodingPipe: ~Copyable {
    /// The events of the last frame.
    public private(set) var batch = EventBatch()
    /// The entries of the last frame that could not be understood although the frame could.
    public private(set) var oddEntries: [OddEntry] = []
    private var decoder: any FrameDecoder
    private var encoder = DocumentEncoder()
    private var frame = FrameBuffer()
    private var writer = JSONWriter()

    /// Makes a pipe for one product of a venue.
    public init(venue: any Venue, product: Product, source: String = "primary") {
        decoder = venue.makeDecoder(for: product)
        batch.source = source
    }

    /// Decodes a frame into `batch`, which is emptied first.
    public mutating func decode(_ text: some Sequence<UInt8>, context: FrameContext) throws(DecodeError) -> FrameOutcome
    {
        batch.removeAll()
        batch.receiveTime = context.receiveTime
        let bytes = Array(text)
        let copied = bytes.withUnsafeBytes { raw in Result { () throws(DecodeError) in try frame.assign(raw) } }
        try copied.get()
        defer { oddEntries = decoder.takeOddEntries() }
        return try decoder.decode(frame, context: context, into: &batch)
    }

    /// The documents of the last frame's events, in order.
    public mutating func documents() -> [String] {
        var result: [String] = []
        for index in 0..<batch.count {
            writer.removeAll()
            encoder.encode(batch.entries[index], of: batch, to: &writer)
            result.append(writer.string)
        }
        return result
    }
}
