import Documents
import JSON
import MarketData
import TestSupport
import Testing

@Suite("Documents: round trip")
struct RoundTripTests {
    @Test("every kind of event survives the way through its document", arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var events = RandomEvents(seed: seed)
        var batch = EventBatch()
        var decoded = EventBatch()
        var encoder = DocumentEncoder()
        var second = DocumentEncoder()
        var decoder = DocumentDecoder()
        var writer = JSONWriter()
        var frame = FrameBuffer()
        for _ in 0..<1000 {
            batch.removeAll()
            events.appendOne(to: &batch)
            writer.removeAll()
            encoder.encode(batch.entries[0], of: batch, to: &writer)
            let text = writer.string
            decoded.removeAll()
            try frame.assign(text)
            try decoder.decode(frame, into: &decoded)
            try #require(decoded.count == 1, "seed \(seed): \(text)")
            writer.removeAll()
            second.encode(decoded.entries[0], of: decoded, to: &writer)
            try #require(writer.string == text, "seed \(seed)")
            try #require(Self.sequences(decoded) == Self.sequences(batch), "seed \(seed): \(text)")
        }
    }

    /// The rule and the place of what carries them.
    private static func sequences(_ batch: borrowing EventBatch) -> [String] {
        let index = Int(batch.entries[0].index)
        switch batch.entries[0].kind {
        case .book: return ["\(batch.bookChanges[index].rule)", "\(batch.bookChanges[index].place)"]
        case .order: return ["\(batch.orderChanges[index].rule)"]
        case .orderSnapshot: return ["\(batch.orderSnapshots[index].rule)", "\(batch.orderSnapshots[index].place)"]
        default: return []
        }
    }

    @Test(
        "a document names a rule or a place only where its numbers say another",
        arguments: [
            (SequenceRule.contiguous, SnapshotPlace.inStream, nil as Int64?, ""),
            (.chained, .inStream, nil, #","sequence_rule":"chained""#), (.chained, .inStream, 4, ""),
            (.increasing, .inStream, nil, #","sequence_rule":"increasing""#),
            (.none, .inStream, nil, #","sequence_rule":"none""#),
            (.increasing, .beside, nil, #","sequence_rule":"increasing","snapshot_place":"beside""#),
        ])
    func namedRule(_ rule: SequenceRule, _ place: SnapshotPlace, _ previous: Int64?, _ fields: String) throws {
        var batch = EventBatch()
        let symbol = RandomEvents.intern("S", venue: "v", product: .spot, instrument: "S", in: &batch)
        batch.append(
            BookChange(
                header: EventHeader(symbol: symbol, eventTime: nil), kind: .snapshot, rule: rule, place: place,
                lastSequence: 5, previousSequence: previous, bids: .empty, asks: .empty))
        var encoder = DocumentEncoder()
        var writer = JSONWriter()
        encoder.encode(batch.entries[0], of: batch, to: &writer)
        let numbers = #""last_sequence":5"# + (previous.map { #","prev_sequence":\#($0)"# } ?? "")
        #expect(writer.string.hasSuffix(#","depth":0,\#(numbers)\#(fields),"bids":[],"asks":[]}"#))
    }

    @Test("a document keeps its form: other programs read it")
    func pinned() throws {
        var batch = EventBatch()
        batch.receiveTime = Timestamp(nanoseconds: 1_700_000_000_000_000_001)
        batch.source = "primary"
        let symbol = RandomEvents.intern(
            "BTCUSDT", venue: "bybit", product: .linear, instrument: "BTC-USDT-PERP", in: &batch)
        let header = EventHeader(
            symbol: symbol, eventTime: Timestamp(nanoseconds: 1_699_999_999_000_000_000),
            publishTime: Timestamp(nanoseconds: 1_699_999_999_000_000_002))
        batch.append(
            Trade(
                header: header, tradeID: batch.addText("a\"1"), price: try Decimal("65114.30"),
                size: try Decimal("0.010"),
                aggressorSide: .sell, sequence: 7, kind: .block))
        batch.levels.append(Level(price: Decimal(2), size: Decimal(1)))
        batch.append(
            BookChange(
                header: EventHeader(symbol: symbol, eventTime: nil), kind: .delta, rule: .contiguous, depth: 200,
                firstSequence: 5, lastSequence: 6,
                bids: IndexRange(start: 0, count: 1), asks: .empty))
        var encoder = DocumentEncoder()
        var writer = JSONWriter()
        encoder.encode(batch.entries[0], of: batch, to: &writer)
        #expect(
            writer.string
                == #"{"type":"trade","version":1,"venue":"bybit","symbol":"BTCUSDT","instrument":"BTC-USDT-PERP","product":"linear","ts_event":1699999999000000000,"ts_publish":1699999999000000002,"ts_recv":1700000000000000001,"source":"primary","trade_id":"a\"1","price":"65114.3","size":"0.01","side":"sell","sequence":7,"kind":"block"}"#
        )
        writer.removeAll()
        encoder.encode(batch.entries[1], of: batch, to: &writer)
        #expect(
            writer.string
                == #"{"type":"book_delta","version":1,"venue":"bybit","symbol":"BTCUSDT","instrument":"BTC-USDT-PERP","product":"linear","ts_recv":1700000000000000001,"source":"primary","depth":200,"first_sequence":5,"last_sequence":6,"bids":[["2","1"]],"asks":[]}"#
        )
        #expect(encoder.key(of: symbol, in: batch).elementsEqual("bybit:linear:BTCUSDT".utf8))
    }

    @Test(
        "documents that lack something, or hold the wrong thing, are errors with a name",
        arguments: [
            (#"{"version":1}"#, "missing_field"), (#"{"type":"nonsense","version":1}"#, "unknown_value"),
            ("[]", "wrong_type"), (#"{"type":"trade""#, "truncated"),
            (
                #"{"type":"trade","version":1,"venue":"v","symbol":"s","instrument":"s","product":"spot","ts_recv":1,"source":"p","price":"1","size":"1"}"#,
                "missing_field"
            ),
            (
                #"{"type":"trade","version":1,"venue":"v","symbol":"s","instrument":"s","product":"spot","ts_recv":1,"source":"p","price":"1","size":"1","side":"up"}"#,
                "unknown_value"
            ),
            (
                #"{"type":"trade","version":2,"venue":"v","symbol":"s","instrument":"s","product":"spot","ts_recv":1,"source":"p","price":"1","size":"1","side":"buy"}"#,
                "unknown_value"
            ),
            (
                #"{"type":"trade","version":1,"venue":"v","symbol":"s","product":"cash","ts_recv":1,"price":"1","size":"1","side":"buy"}"#,
                "unknown_value"
            ),
            (
                #"{"type":"quote","version":1,"venue":"v","symbol":"s","product":"spot","ts_recv":1,"bid_price":"1"}"#,
                "missing_field"
            ),
            (
                #"{"type":"book_delta","version":1,"venue":"v","symbol":"s","product":"spot","ts_recv":1,"bids":[]}"#,
                "missing_field"
            ),
        ])
    func refuses(_ text: String, _ code: String) throws {
        var frame = FrameBuffer()
        try frame.assign(text)
        var batch = EventBatch()
        var decoder = DocumentDecoder()
        var thrown: DecodeError?
        do { try decoder.decode(frame, into: &batch) } catch { thrown = error }
        #expect(thrown?.code == code)
    }

    @Test("a document without a name of its source says so")
    func emptySource() throws {
        var batch = EventBatch()
        let symbol = try #require(
            batch.symbols.intern(UnsafeBufferPointer(start: nil, count: 0), product: .spot, venue: VenueTag("v")) { _ in
                SymbolEntry(venue: "v", product: .spot, symbol: "S", instrument: "S")
            })
        batch.append(Quote(header: EventHeader(symbol: symbol, eventTime: nil), bid: nil, ask: nil))
        var encoder = DocumentEncoder()
        var writer = JSONWriter()
        encoder.encode(batch.entries[0], of: batch, to: &writer)
        let text = writer.string
        #expect(text.contains(#""source":"""#))
    }

    @Test("fields of a later version are passed, in any order")
    func forwards() throws {
        let text =
            #"{"type":"quote","new":{"a":[1]},"ask_size":"2","ask_price":"3","source":"x","ts_recv":5,"product":"spot","symbol":"s","venue":"v","version":1,"more":"\n"}"#
        var frame = FrameBuffer()
        try frame.assign(text)
        var batch = EventBatch()
        var decoder = DocumentDecoder()
        try decoder.decode(frame, into: &batch)
        #expect(batch.quotes[0].ask == Level(price: Decimal(3), size: Decimal(2)))
        #expect(batch.quotes[0].bid == nil && batch.source == "x" && batch.receiveTime.nanoseconds == 5)
    }
}
