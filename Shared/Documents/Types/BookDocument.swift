import JSON
import MarketData

/// `book_snapshot` and `book_delta`: Schemas/book_snapshot.v1.json, Schemas/book_delta.v1.json.
enum BookDocument {
    static func write(
        _ change: BookChange, of batch: borrowing EventBatch, by encoder: inout DocumentEncoder,
        to writer: inout JSONWriter
    ) {
        switch change.kind {
        case .snapshot: writer.raw("{\"type\":\"book_snapshot\",\"version\":1")
        case .delta: writer.raw("{\"type\":\"book_delta\",\"version\":1")
        }
        encoder.writeHeader(change.header, of: batch, to: &writer)
        writer.field(",\"depth\":", Int64(change.depth))
        writer.field(",\"first_sequence\":", change.firstSequence)
        writer.field(",\"last_sequence\":", change.lastSequence)
        writer.field(",\"prev_sequence\":", change.previousSequence)
        writer.field(",\"checksum\":", change.checksum)
        writer.field(",\"depth_horizon\":", change.depthHorizon.map { Int64($0) })
        writer.raw(",\"bids\":")
        writer.levels(batch.levels.unsafeSlice(change.bids.indices))
        writer.raw(",\"asks\":")
        writer.levels(batch.levels.unsafeSlice(change.asks.indices))
        writer.field(DocumentMarks.streamSequence, change.streamSequence)
    }

    static func read(
        _ kind: BookChange.Kind, _ fields: inout DocumentFields, into batch: inout EventBatch,
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
                header: try decoder.header(fields, into: &batch), kind: kind, depth: depth, firstSequence: first,
                lastSequence: last, previousSequence: previous, bids: try bids.required("bids"),
                asks: try asks.required("asks"), checksum: checksum, depthHorizon: horizon,
                streamSequence: stream))
    }
}
