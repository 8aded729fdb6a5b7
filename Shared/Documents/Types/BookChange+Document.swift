public import JSON
public import MarketData

/// `book_snapshot` and `book_delta`: Schemas/book_snapshot.v1.json, Schemas/book_delta.v1.json.
extension BookChange: DocumentEvent {
    /// The type of its document.
    @inlinable public var documentType: DocumentType { kind == .snapshot ? "book_snapshot" : "book_delta" }

    /// Events without values.
    public static var blanks: [BookChange] {
        [
            BookChange(header: .blank, kind: .snapshot, rule: .none, bids: .empty, asks: .empty),
            BookChange(header: .blank, kind: .delta, rule: .none, bids: .empty, asks: .empty),
        ]
    }

    /// Passes its fields to `sink`.
    @inlinable @inline(__always)
    public func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("depth", depth)
        sink.field("first_sequence", firstSequence)
        sink.field("last_sequence", lastSequence)
        sink.field("prev_sequence", previousSequence)
        sink.field("sequence_rule", namedRule)
        if kind == .snapshot { sink.field("snapshot_place", namedPlace) }
        sink.field("checksum", checksum)
        sink.field("depth_horizon", depthHorizon)
        sink.field("bids", levels: bids, of: batch)
        sink.field("asks", levels: asks, of: batch)
        if kind == .snapshot { sink.field("stream_sequence", streamSequence) }
    }

    /// The rule, if it does not follow from the numbers.
    @inlinable @inline(__always)
    var namedRule: SequenceRule? {
        rule == SequenceRule(last: lastSequence, previous: previousSequence) ? nil : rule
    }

    /// The place of a snapshot, if it does not follow from the other fields.
    @inlinable @inline(__always)
    var namedPlace: SnapshotPlace? {
        place == Self.place(depth: depth, last: lastSequence, horizon: depthHorizon) ? nil : place
    }

    /// What a snapshot that does not name its place says by its other fields: a numbered one of the whole book, cut at some
    /// depth, stands beside the stream.
    @inlinable @inline(__always)
    static func place(depth: Int32, last: Int64?, horizon: Int32?) -> SnapshotPlace {
        depth == 0 && horizon != nil && last != nil ? .beside : .inStream
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
        var rule: SequenceRule?
        var place: SnapshotPlace?
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
            case "sequence_rule": rule = try fields.name("sequence_rule")
            case "snapshot_place": place = try fields.name("snapshot_place")
            default: try fields.cursor.skipValue()
            }
        }
        let kind: BookChange.Kind = type == "book_snapshot" ? .snapshot : .delta
        let shown = kind == .snapshot ? Self.place(depth: depth, last: last, horizon: horizon) : .inStream
        batch.append(
            BookChange(
                header: try decoder.header(fields, into: &batch), kind: kind,
                rule: rule ?? SequenceRule(last: last, previous: previous), place: place ?? shown, depth: depth,
                firstSequence: first, lastSequence: last, previousSequence: previous, bids: try bids.required("bids"),
                asks: try asks.required("asks"), checksum: checksum, depthHorizon: horizon, streamSequence: stream))
    }
}
