import JSON
import MarketData
import VenueKit

extension BinanceDecoder {
    /// Decodes a payload that its first key does not identify: checks all keys, then decodes from the start.
    @inline(never)
    mutating func decodeByAllKeys(
        _ cursor: inout JSONCursor, stream: BinanceStream, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var scan = cursor
        var keys = TellingKeys()
        var object = try scan.beginObject()
        while let key = try scan.nextKey(&object) {
            switch key {
            case "e": keys.event = try scan.word()
            case "lastUpdateId": keys.isDepth = true
            case "openInterest": keys.isOpenInterest = true
            case "symbols": keys.isExchangeInfo = true
            case "result": keys.isAnswer = true
            case "error", "code": keys.isError = true
            case "event": keys.isWrappedEvent = true
            case "B", "A": keys.quoteSides += 1
            case "stream", "data": keys.wrapperParts += 1
            default: break
            }
            if "e" ~= key { continue }
            try scan.skipValue()
        }
        if keys.wrapperParts == 2 { return try decodeUnusualOrder(&cursor, context: context, into: &batch) }
        if keys.isOpenInterest {
            try decodeOpenInterest(&cursor, into: &batch)
            return .data
        }
        if keys.isExchangeInfo {
            try decodeExchangeInfo(&cursor, into: &batch)
            return .data
        }
        if keys.isError {
            try decodeError(&cursor, into: &batch)
            return .control
        }
        if keys.isAnswer {
            cursor = scan
            return .control
        }
        if keys.isWrappedEvent { return try decodeWrappedEvent(&cursor, context: context, into: &batch) }
        var restarted = try cursor.beginObject()
        if let event = keys.event {
            return try decodeEvent(event, &cursor, &restarted, stream: stream, into: &batch)
        }
        if keys.isDepth {
            try decodeDepthSnapshot(
                &cursor, &restarted, sequence: nil, stream: stream, context: context, into: &batch)
            return .data
        }
        if keys.quoteSides == 2, try decodeQuote(&cursor, &restarted, sequence: nil, into: &batch) { return .data }
        throw .unknownChannel("a payload without a known key")
    }

    /// The keys that identify a payload.
    private struct TellingKeys {
        var event: JSONKey?
        var isDepth = false
        var isOpenInterest = false
        var isExchangeInfo = false
        var isAnswer = false
        var isError = false
        var isWrappedEvent = false
        var quoteSides = 0
        var wrapperParts = 0
    }

    /// A combined frame whose `data` stands before its `stream`, or that has other keys between them.
    @inline(never)
    mutating func decodeUnusualOrder(
        _ cursor: inout JSONCursor, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var stream: BinanceStream?
        var data: JSONCursor?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "stream": stream = BinanceStream(name: try cursor.simpleString())
            case "data":
                data = cursor
                try cursor.skipValue()
            default: try cursor.skipValue()
            }
        }
        guard let stream else { throw Self.missing("stream") }
        guard var data else { throw Self.missing("data") }
        // A frame inside a frame would be read without end; the venue sends none.
        guard data.peek() == UInt8(ascii: "{") else {
            var list = try data.beginArray()
            while try data.nextElement(&list) {
                _ = try decodeInner(&data, stream: stream, context: context, into: &batch)
            }
            return .data
        }
        return try decodeInner(&data, stream: stream, context: context, into: &batch)
    }

    private mutating func decodeInner(
        _ cursor: inout JSONCursor, stream: BinanceStream, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var scan = cursor
        var object = try scan.beginObject()
        while let key = try scan.nextKey(&object) {
            if "data" ~= key { throw .inconsistent("a combined frame inside a combined frame") }
            try scan.skipValue()
        }
        return try decodePayload(&cursor, stream: stream, context: context, into: &batch)
    }

    /// `{"event":{"e":"serverShutdown",…}}`, the form of the WebSocket API.
    private mutating func decodeWrappedEvent(
        _ cursor: inout JSONCursor, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var outcome = FrameOutcome.control
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            if "event" ~= key {
                outcome = try decodeInner(&cursor, stream: BinanceStream(), context: context, into: &batch)
            } else {
                try cursor.skipValue()
            }
        }
        return outcome
    }

    /// The server is about to close the connection.
    ///
    /// https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/connection-events
    /// `{"e":"serverShutdown","E":1770123456789}`
    mutating func decodeServerShutdown(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        while let key = try cursor.nextKey(&object) {
            if "E" ~= key { time = try cursor.milliseconds() } else { try cursor.skipValue() }
        }
        batch.append(
            Status(
                header: EventHeader(symbol: try wholeVenue(in: &batch), eventTime: time),
                subject: batch.addText("connection"), state: batch.addText("closing"),
                message: batch.addText("serverShutdown"), severity: .warning))
    }

    /// A request was refused.
    ///
    /// REST: https://developers.binance.com/docs/binance-spot-api-docs/errors `{"code":-1121,"msg":"Invalid symbol."}`;
    /// streams: the same inside `{"error":{…},"id":1}`.
    mutating func decodeError(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var message = TextRange.empty
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            if "msg" ~= key {
                message = try appendMessage(&cursor, to: &batch)
            } else if "error" ~= key, cursor.peek() == UInt8(ascii: "{") {
                var inner = try cursor.beginObject()
                while let key = try cursor.nextKey(&inner) {
                    if "msg" ~= key {
                        message = try appendMessage(&cursor, to: &batch)
                    } else {
                        try cursor.skipValue()
                    }
                }
            } else {
                try cursor.skipValue()
            }
        }
        batch.append(
            Status(
                header: EventHeader(symbol: try wholeVenue(in: &batch), eventTime: nil),
                subject: batch.addText("subscription"), state: batch.addText("rejected"), message: message,
                severity: .error))
    }

    /// A contract is listed, delisted, or changes its state.
    ///
    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Contract-Info-Stream
    /// `{"e":"contractInfo","E":1669647330375,"s":"IOTAUSDT","ps":"IOTAUSDT","ct":"PERPETUAL","dt":4133404800000,"ot":1569398400000,"cs":"TRADING"}`
    ///
    /// It lacks tick and lot size, so it is a status; the instrument comes from exchangeInfo.
    mutating func decodeContractInfo(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var time: Timestamp?
        var symbolBytes: UnsafeBufferPointer<UInt8>?
        var state: UnsafeBufferPointer<UInt8>?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "E": time = try cursor.milliseconds()
            case "s": symbolBytes = try cursor.simpleString()
            case "cs": state = try cursor.simpleString()
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(symbolBytes, in: &batch)
        guard let state else { throw Self.missing("cs") }
        batch.append(
            Status(
                header: EventHeader(symbol: symbol, eventTime: time), subject: batch.addText("market"),
                state: batch.addText(state)))
    }

    private func appendMessage(
        _ cursor: inout JSONCursor, to batch: inout EventBatch
    ) throws(DecodeError) -> TextRange {
        let offset = batch.text.count
        try cursor.appendString(to: &batch.text)
        return TextRange(
            offset: Int32(truncatingIfNeeded: offset), count: Int32(truncatingIfNeeded: batch.text.count - offset))
    }

    /// The symbol `*`, which stands for the whole venue.
    private func wholeVenue(in batch: inout EventBatch) throws(DecodeError) -> SymbolID {
        let product = product
        let id = [UInt8(ascii: "*")].withUnsafeBufferPointer {
            batch.symbols.intern($0, product: product, venue: BinanceSymbols.venue) {
                BinanceSymbols.entry($0, product: product)
            }
        }
        guard let id else { throw .tooManySymbols }
        return id
    }
}
