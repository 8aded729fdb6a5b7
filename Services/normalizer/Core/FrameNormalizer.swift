import Documents
public import JSON
public import MarketData
public import VenueKit

/// Converts raw frames to documents: the core of the normalizer, without I/O.
///
/// It has one decoder per connection, and its output only depends on its input frames.
public struct FrameNormalizer: ~Copyable {
    /// The events of the last frame.
    public private(set) var batch = EventBatch()

    private var connections: [ConnectionDecoder] = []
    private var indices: [[UInt8]: Int] = [:]
    /// The key and index of the last connection: consecutive frames are mostly from one connection.
    private var lastKey: [UInt8] = []
    private var lastIndex = -1
    private var encoder = DocumentEncoder()
    private var frame = FrameBuffer()
    private var writer = JSONWriter()

    /// It starts without connections.
    public init() {}

    /// The result of a frame.
    public enum Outcome: Sendable {
        /// The number of documents.
        case documents(Int)
        /// A record about the connection.
        case control
        /// A kind of data without documents.
        case ignored
    }

    /// A document to publish, borrowed for the duration of the call.
    public struct Document {
        /// The kind, which names the topic.
        public var kind: EventKind
        /// The market's name, `<venue>:<product>:<symbol>`.
        public var key: UnsafeRawBufferPointer
        /// The JSON text.
        public var value: UnsafeRawBufferPointer
    }

    /// The invalid entries of the last frame, if the frame itself was valid. Each becomes a dead letter.
    public private(set) var oddEntries: [OddEntry] = []

    /// The source of the last frame.
    public var source: String { batch.source }

    /// Decodes a frame and passes its documents to `emit` in order; if decoding fails, no document is passed.
    public mutating func normalize<Failure: Error>(
        _ raw: RawFrame, emit: (Document) throws(Failure) -> Void
    ) throws(NormalizeFailure<Failure>) -> Outcome {
        let outcome: FrameOutcome
        do throws(DecodeError) {
            outcome = try decode(raw)
        } catch {
            batch.removeAll()
            throw .undecodable(error)
        }
        do throws(Failure) {
            for index in 0..<batch.count { try write(batch.entries[index], to: emit) }
        } catch {
            throw .undelivered(error)
        }
        return switch outcome {
        case .data: .documents(batch.count)
        case .control: batch.isEmpty ? .control : .documents(batch.count)
        case .ignored: batch.isEmpty ? .ignored : .documents(batch.count)
        }
    }

    private mutating func decode(_ raw: RawFrame) throws(DecodeError) -> FrameOutcome {
        batch.removeAll()
        oddEntries = []
        batch.receiveTime = raw.receiveTime
        let index = try connection(of: raw)
        if batch.source != connections[index].source { batch.source = connections[index].source }
        try frame.assign(raw.value)
        let outcome = try connections[index].decode(raw, copied: frame, into: &batch)
        oddEntries = connections[index].oddEntries
        return outcome
    }

    private mutating func write<Failure: Error>(
        _ entry: EventBatch.Entry, to emit: (Document) throws(Failure) -> Void
    ) throws(Failure) {
        writer.removeAll()
        encoder.encode(entry, of: batch, to: &writer)
        let key = encoder.key(of: batch.header(of: entry).symbol, in: batch)
        try emit(Document(kind: entry.kind, key: UnsafeRawBufferPointer(key), value: writer.bytes))
    }

    // MARK: - Connections

    private mutating func connection(of raw: RawFrame) throws(DecodeError) -> Int {
        if lastIndex >= 0, lastKey.elementsEqual(raw.key) { return lastIndex }
        let key = Array(raw.key)
        if let known = indices[key] {
            (lastKey, lastIndex) = (key, known)
            return known
        }
        guard let decoder = ConnectionDecoder(key: raw.key, product: raw.product) else {
            throw .unknownValue(field: "key")
        }
        connections.append(decoder)
        indices[key] = connections.count - 1
        (lastKey, lastIndex) = (key, connections.count - 1)
        return lastIndex
    }
}

/// Why the documents of a frame were not published.
public enum NormalizeFailure<Delivery: Error>: Error {
    /// The frame cannot be decoded and goes to the dead letters.
    case undecodable(DecodeError)
    /// A document could not be published: the frame must be retried.
    case undelivered(Delivery)
}
