import JSON
import MarketData
import VenueKit

/// A message of Advanced Trade around its events.
struct CoinbaseAdvancedEnvelope {
    /// When the gateway sent it.
    var time: Timestamp?
    /// `sequence_num`: counts the frames of the connection over all its channels.
    var sequence: Int64?
    /// `events`, remembered until the rest is known.
    var events: JSONCursor?
}

/// Messages of the Advanced Trade feed, by `channel`.
extension CoinbaseDecoder {
    mutating func decodeAdvanced(
        _ channel: JSONKey, _ cursor: inout JSONCursor, _ object: inout JSONScope, bytes: UnsafeRawBufferPointer,
        into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        guard Self.isKnown(channel) else { throw .unknownChannel(channel.string) }
        let first = batch.count
        var envelope = CoinbaseAdvancedEnvelope()
        var outcome: FrameOutcome?
        var marks: [(Int32, CoinbaseProductMark)] = []
        var fields = OrderedScope(continuing: object, in: &envelopeOrder)
        while let field = try cursor.nextField(&fields, in: &envelopeOrder) {
            switch field {
            case .time: envelope.time = try cursor.optionalTime(near: &minute)
            case .sequence: envelope.sequence = try cursor.integer()
            case .events:
                guard envelope.time != nil, envelope.sequence != nil else {
                    envelope.events = cursor
                    try cursor.skipValue()
                    continue
                }
                outcome = try decodeEvents(channel, &cursor, envelope, bytes: bytes, marks: &marks, into: &batch)
            case .other: try cursor.skipValue()
            }
        }
        try cursor.finish()
        if var events = envelope.events {
            outcome = try decodeEvents(channel, &events, envelope, bytes: bytes, marks: &marks, into: &batch)
        }
        guard let outcome else { throw .missingField("events") }
        // The check comes before the number is stored: a refused frame counts as missing, and the next frame reports the gap.
        try check.check(&batch, from: first)
        if let sequence = envelope.sequence, !isLate(envelope) { lastConnectionSequence = sequence }
        remember(marks)
        return outcome
    }

    private mutating func decodeEvents(
        _ channel: JSONKey, _ cursor: inout JSONCursor, _ envelope: CoinbaseAdvancedEnvelope,
        bytes: UnsafeRawBufferPointer, marks: inout [(Int32, CoinbaseProductMark)], into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        try appendGap(envelope, into: &batch)
        switch channel {
        case CoinbaseChannel.l2Data:
            // Books have no sequence numbers, so frames that the connection has already passed must not be applied again.
            guard !isLate(envelope) else {
                try cursor.skipValue()
                return .data
            }
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) { try decodeBookEvent(&cursor, envelope, into: &batch) }
        case CoinbaseChannel.marketTrades:
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) { try decodeTradesEvent(&cursor, envelope, into: &batch) }
        case CoinbaseChannel.ticker, CoinbaseChannel.tickerBatch:
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) { try decodeTickersEvent(&cursor, envelope, into: &batch) }
        case CoinbaseChannel.status:
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) {
                var event = try cursor.beginObject()
                while let key = try cursor.nextKey(&event) {
                    guard case "products" = key else {
                        try cursor.skipValue()
                        continue
                    }
                    try decodeProducts(&cursor, time: envelope.time, bytes: bytes, marks: &marks, into: &batch)
                }
            }
        case CoinbaseChannel.heartbeats, CoinbaseChannel.subscriptions:
            try cursor.skipValue()
            return .control
        default:
            try cursor.skipValue()
            return .ignored
        }
        return .data
    }

    /// Whether the channel is one of the feed's. Coinbase International has channels of its own form.
    private static func isKnown(_ channel: JSONKey) -> Bool {
        switch channel {
        case CoinbaseChannel.l2Data, CoinbaseChannel.marketTrades, CoinbaseChannel.ticker, CoinbaseChannel.tickerBatch,
            CoinbaseChannel.status, CoinbaseChannel.heartbeats, CoinbaseChannel.subscriptions, CoinbaseChannel.candles:
            true
        default: false
        }
    }

    /// Whether the session has seen this frame, or a later one, already.
    @inline(__always)
    private func isLate(_ envelope: CoinbaseAdvancedEnvelope) -> Bool {
        guard let sequence = envelope.sequence, let last = lastConnectionSequence else { return false }
        return sequence <= last
    }

    /// Reports the frames that are missing before this one. `sequence_num` counts the frames of one connection over all its
    /// channels, acknowledgements included, so they may have been of any channel.
    private mutating func appendGap(
        _ envelope: CoinbaseAdvancedEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) {
        guard let sequence = envelope.sequence, let last = lastConnectionSequence, sequence > last,
            sequence &- last > 1
        else { return }
        let header = EventHeader(symbol: try internEverything(into: &batch), eventTime: envelope.time)
        batch.append(
            Gap(
                header: header, channel: batch.addText("connection"), fromSequence: last &+ 1,
                toSequence: sequence &- 1, reason: batch.addText("sequence_jump")))
    }
}
