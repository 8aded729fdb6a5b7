import JSON
import MarketData
import VenueKit

/// What the status channel said last of a product.
struct CoinbaseProductMark: Sendable {
    /// A hash of all that was said of it.
    var content: UInt64
    /// A hash of the state that it was in.
    var state: UInt64
}

/// One product while it is read: from the status channel of either feed, from `/products` of Exchange or from
/// `/api/v3/brokerage/market/products` of Advanced Trade.
struct CoinbaseProductFields {
    var symbol: UnsafeBufferPointer<UInt8>?
    var base: UnsafeBufferPointer<UInt8>?
    var quote: UnsafeBufferPointer<UInt8>?
    var status: UnsafeBufferPointer<UInt8>?
    var message: JSONCursor?
    var tickSize: Decimal?
    var lotSize: Decimal?
    var listedTime: Timestamp?
    var isSpot = true
    /// The restriction that weighs most.
    var restriction: StaticString?

    /// Reads an object.
    init(_ cursor: inout JSONCursor) throws(DecodeError) {
        var quoteIncrement: Decimal?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "id", "product_id": symbol = try cursor.simpleString()
            case "base_currency", "base_currency_id": base = try cursor.simpleString()
            case "quote_currency", "quote_currency_id": quote = try cursor.simpleString()
            case "quote_increment": quoteIncrement = try cursor.descriptiveDecimal()
            // Advanced Trade tells the step of a price apart from the step of an amount of money.
            case "price_increment": tickSize = try cursor.descriptiveDecimal()
            case "base_increment": lotSize = try cursor.descriptiveDecimal()
            case "status": status = try cursor.simpleString()
            case "status_message":
                message = cursor
                try cursor.skipValue()
            case "new_at":
                listedTime = try cursor.descriptive { (cursor) throws(DecodeError) in try cursor.optionalTime() }
            case "product_type":
                if case "SPOT" = try cursor.word() { isSpot = true } else { isSpot = false }
            case "trading_disabled", "is_disabled": try note("halted", &cursor)
            case "cancel_only": try note("cancel_only", &cursor)
            case "limit_only": try note("limit_only", &cursor)
            case "post_only": try note("post_only", &cursor)
            case "auction_mode": try note("auction", &cursor)
            default: try cursor.skipValue()
            }
        }
        tickSize = tickSize ?? quoteIncrement
    }

    /// Notes a restriction that is in force; "halted" outweighs the others.
    private mutating func note(_ word: StaticString, _ cursor: inout JSONCursor) throws(DecodeError) {
        guard try !cursor.takeNull(), try cursor.bool() else { return }
        if restriction == nil || word.utf8CodeUnitCount == 6 { restriction = word }
    }

    /// The state in one word: the venue's `status`, or what restricts a product that is online.
    var state: String {
        let status = String(decoding: status ?? UnsafeBufferPointer(start: nil, count: 0), as: UTF8.self)
        guard status == "online" || status.isEmpty, let restriction else { return status }
        return restriction.description
    }
}

extension CoinbaseDecoder {
    /// Appends an instrument.
    func appendInstrument(
        _ fields: CoinbaseProductFields, _ header: EventHeader, into batch: inout EventBatch
    ) throws(DecodeError) {
        guard let symbol = fields.symbol else { throw .missingField("id") }
        guard let status = fields.status else { throw .missingField("status") }
        // Short forms of the message name the currencies in the symbol alone.
        let dash = symbol.firstIndex(of: UInt8(ascii: "-")) ?? symbol.count
        let base = fields.base ?? UnsafeBufferPointer(rebasing: symbol[..<dash])
        let quote = fields.quote ?? UnsafeBufferPointer(rebasing: symbol[min(dash + 1, symbol.count)...])
        var instrument = InstrumentDefinition(
            header: header, base: batch.addText(base), quote: batch.addText(quote), status: batch.addText(status))
        instrument.tickSize = fields.tickSize
        instrument.lotSize = fields.lotSize
        instrument.listedTime = fields.listedTime
        batch.append(instrument)
    }

    /// Appends the state of a market.
    func appendStatus(
        _ fields: CoinbaseProductFields, _ header: EventHeader, into batch: inout EventBatch
    ) throws(DecodeError) {
        let state = fields.state
        var message = TextRange.empty
        if var text = fields.message, try !text.takeNull() {
            let start = batch.text.count
            try text.appendString(to: &batch.text)
            message = TextRange(
                offset: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: batch.text.count - start))
        }
        batch.append(
            Status(
                header: header, subject: batch.addText("market"), state: batch.addText(state), message: message,
                severity: state == "online" ? .info : .warning))
    }
}
