public import JSON
public import MarketData

/// `book_snapshot` and `book_delta`: Schemas/book_snapshot.v1.json, Schemas/book_delta.v1.json.
extension BookChange: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { kind == .snapshot ? "book_snapshot" : "book_delta" }

    /// Events without values.
    public static var blanks: [BookChange] {
        [
            BookChange(header: .blank, kind: .snapshot, bids: .empty, asks: .empty),
            BookChange(header: .blank, kind: .delta, bids: .empty, asks: .empty),
        ]
    }

    /// Hands its fields over.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("depth", depth)
        sink.field("first_sequence", firstSequence)
        sink.field("last_sequence", lastSequence)
        sink.field("prev_sequence", previousSequence)
        sink.field("checksum", checksum)
        sink.field("depth_horizon", depthHorizon)
        sink.field("bids", levels: bids, of: batch)
        sink.field("asks", levels: asks, of: batch)
        if kind == .snapshot { sink.field("stream_sequence", streamSequence) }
    }

    /// Reads a document.
    public static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var depth: Int32 = 0
        var first: Int64?
        var last: Int64?
        var previous: Int64?
        var checksum: Int64?
        var horizon: Int32?
        var stream: Int64?
        var bids: IndexRange?
        var asks: IndexRange?
        while let key = try fields.next() {
            switch key {
            case "depth": depth = Int32(clamping: try fields.cursor.integer())
            case "first_sequence": first = try fields.cursor.integer()
            case "last_sequence": last = try fields.cursor.integer()
            case "prev_sequence": previous = try fields.cursor.integer()
            case "checksum": checksum = try fields.cursor.integer()
            case "depth_horizon": horizon = Int32(clamping: try fields.cursor.integer())
            case "bids": bids = try fields.cursor.levels(into: &batch.levels)
            case "stream_sequence": stream = try fields.cursor.integer()
            case "asks": asks = try fields.cursor.levels(into: &batch.levels)
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            BookChange(
                header: try decoder.header(fields, into: &batch), kind: type == "book_snapshot" ? .snapshot : .delta,
                depth: depth, firstSequence: first, lastSequence: last, previousSequence: previous,
                bids: try bids.required("bids"),
                asks: try asks.required("asks"), checksum: checksum, depthHorizon: horizon,
                streamSequence: stream))
    }
}
