import Documents
import JSON
import MarketData

/// An event of a kind that only tests know: whatever is made of kinds' declarations has a place for it.
struct Rehearsal: DocumentEvent {
    var header: EventHeader
    var price: Decimal
    var size: Decimal?
    var side: Side
    var takes: Int64
    var place: TextRange

    var documentType: DocumentType { "rehearsal" }

    static var blanks: [Rehearsal] {
        [Rehearsal(header: .blank, price: .zero, size: nil, side: .bid, takes: 0, place: .empty)]
    }

    /// Declares the kind, with a version of its own.
    static let declaration = KindDeclaration(
        "rehearsal", version: 2, of: Rehearsal.self, isBusy: true, isCounted: false)

    func fields<Sink: FieldSink & ~Copyable>(of batch: borrowing EventBatch, to sink: inout Sink) {
        sink.field("price", price)
        sink.field("size", size)
        sink.field("side", side)
        sink.field("takes", takes)
        sink.field("place", word: place, of: batch)
    }

    /// A batch has no buffer of rehearsals, so what was read stands in a trade.
    static func read(
        _ type: DocumentType, _ fields: inout DocumentFields, into batch: inout EventBatch,
        by decoder: inout DocumentDecoder
    ) throws(DecodeError) {
        var price: Decimal?
        var size: Decimal?
        var side: Side?
        var takes: Int64?
        var place = TextRange.empty
        while let key = try fields.next() {
            switch key {
            case "price": price = try fields.cursor.decimal()
            case "size": size = try fields.cursor.decimal()
            case "side": side = try fields.name("side")
            case "takes": takes = try fields.cursor.integer()
            case "place": place = try fields.text(into: &batch)
            default: try fields.cursor.skipValue()
            }
        }
        batch.append(
            Trade(
                header: try decoder.header(fields, into: &batch), tradeID: place, price: try price.required("price"),
                size: size ?? .zero, aggressorSide: try side.required("side") == .bid ? .buy : .sell,
                sequence: try takes.required("takes")))
    }
}
