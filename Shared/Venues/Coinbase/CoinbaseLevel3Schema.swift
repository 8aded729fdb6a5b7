import JSON
import VenueKit

/// The order in which the `level3` channel's messages, which are arrays, hold their fields. The venue announces it before
/// the first of them:
///
///     {"type":"level3","schema":{"change":["type","product_id","sequence","order_id","price","size","time"],
///      "done":["type","product_id","sequence","order_id","time"],"match":["type","product_id","sequence",
///      "maker_order_id","taker_order_id","price","size","time"],"noop":["type","product_id","sequence","time"],
///      "open":["type","product_id","sequence","order_id","side","price","size","time"]}}
struct CoinbaseLevel3Schema: Sendable {
    /// A field of a message.
    enum Field: Sendable {
        case product, sequence, order, maker, taker, side, price, size, time
        /// The type, and what is not needed.
        case other

        init(_ name: JSONKey) {
            switch name {
            case "product_id": self = .product
            case "sequence": self = .sequence
            case "order_id": self = .order
            case "maker_order_id": self = .maker
            case "taker_order_id": self = .taker
            case "side": self = .side
            case "price": self = .price
            case "size": self = .size
            case "time": self = .time
            default: self = .other
            }
        }
    }

    private var change: [Field] = []
    private var done: [Field] = []
    private var match: [Field] = []
    private var noop: [Field] = []
    private var open: [Field] = []

    /// Reads the value of `schema`.
    init(_ cursor: inout JSONCursor) throws(DecodeError) {
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "change": change = try Self.fields(&cursor)
            case "done": done = try Self.fields(&cursor)
            case "match": match = try Self.fields(&cursor)
            case "noop": noop = try Self.fields(&cursor)
            case "open": open = try Self.fields(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    private static func fields(_ cursor: inout JSONCursor) throws(DecodeError) -> [Field] {
        var fields: [Field] = []
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) { fields.append(Field(try cursor.word())) }
        return fields
    }

    /// The fields of a message of that type; nil for a type that was not announced.
    func fields(of type: JSONKey) -> [Field]? {
        let fields: [Field]
        switch type {
        case "open": fields = open
        case "done": fields = done
        case "match": fields = match
        case "change": fields = change
        case "noop": fields = noop
        default: return nil
        }
        return fields.isEmpty ? nil : fields
    }
}
