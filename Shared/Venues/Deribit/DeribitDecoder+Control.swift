import JSON
import MarketData
import VenueKit

extension DeribitDecoder {
    /// Decodes an answer: instruments and books are data; everything else (the list of channels, `ok`) is about the connection.
    @inline(never)
    mutating func decodeResult(
        _ cursor: inout JSONCursor, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        switch Self.form(of: cursor, context) {
        case .instruments:
            try decodeEntries(&cursor, into: &batch) { (decoder, cursor, batch) throws(DecodeError) in
                try decoder.decodeInstrument(&cursor, into: &batch)
            }
            return .data
        case .instrument:
            try decodeInstrument(&cursor, into: &batch)
            return .data
        case .book:
            try decodeOrderBookAnswer(&cursor, context: context, into: &batch)
            return .data
        case .other:
            try cursor.skipValue()
            return .control
        }
    }

    private enum ResultForm {
        case instruments, instrument, book, other
    }

    /// The form of an answer, from its request, or otherwise from the keys of its (first) object. Invalid JSON is `other`,
    /// because further reading will throw.
    private static func form(of cursor: JSONCursor, _ context: FrameContext) -> ResultForm {
        var scan = cursor
        // The first entry of a list may be the invalid one.
        if context.request.hasPrefix(DeribitConnection.instrumentsPath), scan.peek() == UInt8(ascii: "[") {
            return .instruments
        }
        do {
            switch scan.peek() {
            case UInt8(ascii: "{"): return try form(ofObject: &scan)
            case UInt8(ascii: "["):
                var list = try scan.beginArray()
                guard try scan.nextElement(&list), scan.peek() == UInt8(ascii: "{") else { return .other }
                return try form(ofObject: &scan) == .instrument ? .instruments : .other
            default: return .other
            }
        } catch {
            return .other
        }
    }

    private static func form(ofObject cursor: inout JSONCursor) throws(DecodeError) -> ResultForm {
        var isBook = 0
        var isInstrument = 0
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "bids", "asks", "change_id": isBook += 1
            case "instrument_name", "kind", "tick_size": isInstrument += 1
            default: break
            }
            try cursor.skipValue()
        }
        return isInstrument == 3 ? .instrument : isBook == 3 ? .book : .other
    }

    /// A request was refused.
    ///
    /// https://docs.deribit.com/articles/errors: `{"code":13778,"message":"raw_subscriptions_not_available_for_unauthorized"}`
    mutating func decodeError(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var message = TextRange.empty
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            if "message" ~= key {
                let offset = batch.text.count
                try cursor.appendString(to: &batch.text)
                message = TextRange(
                    offset: Int32(truncatingIfNeeded: offset),
                    count: Int32(truncatingIfNeeded: batch.text.count - offset))
            } else {
                try cursor.skipValue()
            }
        }
        batch.append(
            Status(
                header: EventHeader(symbol: try wholeVenue(in: &batch), eventTime: nil),
                subject: batch.addText("subscription"), state: batch.addText("rejected"), message: message,
                severity: .error))
        return .control
    }

    /// An instrument was created, started, settled, closed or terminated.
    ///
    /// https://docs.deribit.com/subscriptions/market-data/instrumentstatekindcurrency
    /// `{"timestamp":1553080940000,"state":"created","instrument_name":"BTC-22MAR19"}`
    mutating func decodeInstrumentState(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var state: UnsafeBufferPointer<UInt8>?
        var instrument: UnsafeBufferPointer<UInt8>?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "timestamp": time = try cursor.milliseconds()
            case "state": state = try cursor.simpleString()
            case "instrument_name": instrument = try cursor.simpleString()
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(instrument, in: &batch)
        guard let state else { throw Self.missing("state") }
        batch.append(
            Status(
                header: EventHeader(symbol: symbol, eventTime: time), subject: batch.addText("market"),
                state: batch.addText(state)))
    }

    /// Trading on an index is locked or unlocked, or the maintenance of the platform begins or ends.
    ///
    /// https://docs.deribit.com/subscriptions/platform/platform_state
    /// `{"price_index":"sol_usdc","locked":true}` or `{"maintenance":true}`; `platform_state.public_methods_state` sends
    /// `{"allow_unauthenticated_public_requests":true}`.
    mutating func decodePlatformState(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var state: StaticString?
        var isTrouble = false
        var index: UnsafeBufferPointer<UInt8>?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "price_index": index = try cursor.simpleString()
            case "locked":
                isTrouble = try cursor.bool()
                state = isTrouble ? "locked" : "unlocked"
            case "maintenance":
                isTrouble = try cursor.bool()
                state = isTrouble ? "maintenance" : "online"
            case "allow_unauthenticated_public_requests":
                isTrouble = try !cursor.bool()
                state = isTrouble ? "public_requests_refused" : "public_requests_allowed"
            default: try cursor.skipValue()
            }
        }
        guard let state else { throw Self.missing("locked") }
        let message = index.map { batch.addText($0) } ?? .empty
        batch.append(
            Status(
                header: EventHeader(symbol: try wholeVenue(in: &batch), eventTime: nil),
                subject: batch.addText("venue"), state: batch.addText(state.description), message: message,
                severity: isTrouble ? .warning : .info))
    }

    /// The symbol `*`, which stands for the whole venue.
    private func wholeVenue(in batch: inout EventBatch) throws(DecodeError) -> SymbolID {
        let product = defaultProduct
        let id = [UInt8(ascii: "*")].withUnsafeBufferPointer {
            batch.symbols.intern($0, product: product, venue: DeribitSymbols.venue) {
                DeribitSymbols.entry($0, product: product)
            }
        }
        guard let id else { throw .tooManySymbols }
        return id
    }
}
