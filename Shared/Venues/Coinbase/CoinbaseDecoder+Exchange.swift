import JSON
import MarketData
import VenueKit

/// Messages of the Exchange feed, by `type`.
extension CoinbaseDecoder {
    mutating func decodeExchange(
        _ type: JSONKey, _ cursor: inout JSONCursor, _ object: inout JSONScope, bytes: UnsafeRawBufferPointer,
        into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        switch type {
        case "l2update": try decodeUpdate(&cursor, &object, into: &batch)
        case "match", "last_match", "received", "open", "done", "change":
            try decodeOrderMessage(type, &cursor, &object, into: &batch)
        case "ticker": try decodeTicker(&cursor, &object, into: &batch)
        case "snapshot": try decodeSnapshot(&cursor, &object, into: &batch)
        case "status": try decodeStatus(&cursor, &object, bytes: bytes, into: &batch)
        case "subscriptions":
            try decodeSubscriptions(&cursor, &object)
            return .control
        case "level3":
            try decodeLevel3Schema(&cursor, &object)
            return .control
        case "error":
            try decodeError(&cursor, &object, into: &batch)
            return .control
        // Once a second, with the sequence and trade that the other channels have had already.
        case "heartbeat":
            try skipRest(&cursor, &object)
            return .control
        // Stop orders that become active have no sequence; auctions and quotes on request have no document.
        case "activate", "auction", "rfq_match":
            try skipRest(&cursor, &object)
            return .ignored
        default: throw .unknownChannel(type.string)
        }
        return .data
    }

    /// Passes the fields that are left.
    func skipRest(_ cursor: inout JSONCursor, _ object: inout JSONScope) throws(DecodeError) {
        while try cursor.nextKey(&object) != nil { try cursor.skipValue() }
        try cursor.finish()
    }

    /// `{"type":"subscriptions","channels":[{"name":"full","product_ids":["BTC-USD"]}]}`
    private mutating func decodeSubscriptions(
        _ cursor: inout JSONCursor, _ object: inout JSONScope
    ) throws(DecodeError) {
        var hasOrders = false
        while let key = try cursor.nextKey(&object) {
            guard case "channels" = key else {
                try cursor.skipValue()
                continue
            }
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) {
                var channel = try cursor.beginObject()
                while let key = try cursor.nextKey(&channel) {
                    guard case "name" = key else {
                        try cursor.skipValue()
                        continue
                    }
                    if case "full" = try cursor.word() { hasOrders = true }
                }
            }
        }
        try cursor.finish()
        carriesOrders = hasOrders || level3Schema != nil
    }

    /// `{"type":"error","message":"Failed to subscribe","reason":"FOO-USD is not a valid product"}`: what was asked for will
    /// not come, so this is reported.
    private func decodeError(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        let start = batch.text.count
        var isRejection = false
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "message", "reason":
                if "message" ~= key {
                    var ahead = cursor
                    _ = ahead.peek()
                    isRejection = ahead.take("\"Failed to subscribe")
                }
                if batch.text.count > start { for byte in ": ".utf8 { batch.text.append(byte) } }
                try cursor.appendString(to: &batch.text)
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        let message = TextRange(
            offset: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: batch.text.count - start))
        batch.append(
            Status(
                header: EventHeader(symbol: try internEverything(into: &batch), eventTime: nil),
                subject: batch.addText("subscription"), state: batch.addText(isRejection ? "rejected" : "error"),
                message: message,
                severity: .error))
    }
}
