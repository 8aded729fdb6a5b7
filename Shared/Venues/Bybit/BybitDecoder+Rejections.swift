import JSON
import MarketData
import VenueKit

/// Refused subscriptions.
extension BybitDecoder {
    /// Options report each topic separately (https://bybit-exchange.github.io/docs/v5/ws/connect):
    ///
    ///     {"success":true,"conn_id":"…","data":{"failTopics":["tickers.BTC-30FEB26-1-C"],"successTopics":[]},
    ///      "type":"COMMAND_RESP"}
    func appendFailedTopics(_ cursor: inout JSONCursor, into batch: inout EventBatch) throws(DecodeError) {
        guard cursor.peek() == UInt8(ascii: "{") else { return try cursor.skipValue() }
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            guard case "failTopics" = key, cursor.peek() == UInt8(ascii: "[") else {
                try cursor.skipValue()
                continue
            }
            var topics = try cursor.beginArray()
            while try cursor.nextElement(&topics) {
                let start = batch.text.count
                try cursor.appendString(to: &batch.text)
                let topic = TextRange(
                    offset: Int32(truncatingIfNeeded: start),
                    count: Int32(truncatingIfNeeded: batch.text.count - start))
                try appendRejection(topic, into: &batch)
            }
        }
    }

    /// A status of the venue as a whole, under the symbol `*`.
    func appendRejection(_ message: TextRange, into batch: inout EventBatch) throws(DecodeError) {
        let everything: StaticString = "*"
        let symbol = try intern(
            UnsafeBufferPointer(start: everything.utf8Start, count: everything.utf8CodeUnitCount), into: &batch)
        batch.append(
            Status(
                header: EventHeader(symbol: symbol, eventTime: nil), subject: batch.addText("subscription"),
                state: batch.addText("rejected"), message: message, severity: .error))
    }
}
