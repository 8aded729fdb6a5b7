public import MarketData
import Simulator

/// Makes random but valid events of every kind, by seed.
public struct RandomEvents {
    private var generator: SeededGenerator

    /// Starts from a seed.
    public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// Interns a symbol in a batch's table.
    public static func intern(
        _ symbol: String, venue: String, product: Product, instrument: String, in batch: inout EventBatch
    ) -> SymbolID {
        let bytes = Array(symbol.utf8)
        let id = bytes.withUnsafeBufferPointer { symbolBytes in
            batch.symbols.intern(
                symbolBytes, product: product, venue: VenueTag(venue)
            ) { SymbolEntry(venue: venue, product: product, symbol: $0, instrument: instrument) }
        }
        guard let id else { preconditionFailure("the table of a test is never full") }
        return id
    }

    /// Appends one event of a random kind.
    public mutating func appendOne(to batch: inout EventBatch) {
        append(EventKind.allCases.randomElement(using: &generator) ?? .trade, to: &batch)
    }

    /// Appends one event of `kind`.
    public mutating func append(_ kind: EventKind, to batch: inout EventBatch) {
        batch.source = pick(["primary", "replica"])
        batch.receiveTime = Timestamp(nanoseconds: integer())
        let header = header(in: &batch)
        switch kind {
        case .trade:
            batch.append(
                Trade(
                    header: header, tradeID: text(in: &batch), price: decimal(), size: decimal(),
                    aggressorSide: pick(AggressorSide.allCases), sequence: maybe { $0.integer() },
                    kind: maybe { $0.pick(TradeKind.allCases) }))
        case .book:
            let kind: BookChange.Kind = pick([.snapshot, .delta])
            batch.append(
                BookChange(
                    header: header, kind: kind, rule: pick(SequenceRule.allCases),
                    place: kind == .snapshot ? pick(SnapshotPlace.allCases) : .inStream, depth: pick([0, 50]),
                    firstSequence: maybe { $0.integer() }, lastSequence: maybe { $0.integer() },
                    previousSequence: maybe { $0.integer() }, bids: levels(in: &batch), asks: levels(in: &batch),
                    checksum: maybe { -$0.integer() }, depthHorizon: maybe { $0.pick([1, 1000]) }))
        case .order:
            batch.append(
                OrderChange(
                    header: header, rule: pick(SequenceRule.allCases), sequence: maybe { $0.integer() },
                    action: pick(OrderChange.Action.allCases), orderID: batch.addText("id"),
                    side: pick([.bid, .ask]), price: maybe { $0.decimal() }, size: maybe { $0.decimal() },
                    remaining: maybe { $0.decimal() },
                    makerOrderID: text(in: &batch), takerOrderID: text(in: &batch), reason: text(in: &batch),
                    firstSequence: maybe { $0.integer() }))
        case .orderSnapshot:
            let start = batch.restingOrders.count
            for _ in 0..<3 {
                batch.restingOrders.append(RestingOrder(orderID: text(in: &batch), price: decimal(), size: decimal()))
            }
            batch.append(
                OrderSnapshot(
                    header: header, rule: pick(SequenceRule.allCases), place: pick(SnapshotPlace.allCases),
                    sequence: maybe { $0.integer() }, bids: IndexRange(start: start, count: 2),
                    asks: IndexRange(start: start + 2, count: 1)))
        case .quote:
            batch.append(
                Quote(
                    header: header, bid: maybe { $0.level() }, ask: maybe { $0.level() },
                    sequence: maybe { $0.integer() }))
        case .ticker: batch.append(ticker(header))
        case .funding:
            batch.append(
                Funding(
                    header: header, rate: decimal(), intervalHours: maybe { $0.decimal() },
                    nextFundingTime: maybe { Timestamp(nanoseconds: $0.integer()) },
                    predictedRate: maybe { $0.decimal() }))
        case .liquidation:
            batch.append(
                Liquidation(
                    header: header, side: pick(Liquidation.PositionSide.allCases), price: decimal(),
                    priceKind: pick(Liquidation.PriceKind.allCases), size: decimal()))
        case .instrument: appendInstrument(header, to: &batch)
        case .status:
            batch.append(
                Status(
                    header: header, subject: text(in: &batch), state: text(in: &batch), message: text(in: &batch),
                    severity: pick(Status.Severity.allCases)))
        case .gap:
            batch.append(
                Gap(
                    header: header, channel: text(in: &batch), fromSequence: integer(), toSequence: integer(),
                    reason: text(in: &batch),
                    resolvedBy: text(in: &batch)))
        case .coverage:
            batch.append(
                Coverage(
                    header: header, channel: text(in: &batch), firstSequence: maybe { $0.integer() },
                    lastSequence: maybe { $0.integer() },
                    events: integer(), duplicates: integer(), gaps: integer(), sources: text(in: &batch)))
        }
    }

    private mutating func ticker(_ header: EventHeader) -> Ticker {
        var ticker = Ticker(header: header, lastPrice: maybe { $0.decimal() })
        ticker.markPrice = maybe { $0.decimal() }
        ticker.indexPrice = maybe { $0.decimal() }
        ticker.openInterest = maybe { $0.decimal() }
        ticker.openInterestUnit = maybe { $0.pick(Ticker.Unit.allCases) }
        ticker.volume24h = maybe { $0.decimal() }
        ticker.turnover24h = maybe { $0.decimal() }
        ticker.high24h = maybe { $0.decimal() }
        ticker.low24h = maybe { $0.decimal() }
        return ticker
    }

    private mutating func appendInstrument(_ header: EventHeader, to batch: inout EventBatch) {
        var instrument = InstrumentDefinition(
            header: header, base: text(in: &batch), quote: text(in: &batch), status: text(in: &batch))
        instrument.settle = text(in: &batch)
        instrument.tickSize = maybe { $0.decimal() }
        instrument.lotSize = maybe { $0.decimal() }
        instrument.contractSize = maybe { $0.decimal() }
        instrument.contractUnit = text(in: &batch)
        instrument.expiry = maybe { Timestamp(nanoseconds: $0.integer()) }
        instrument.strike = maybe { $0.decimal() }
        instrument.optionType = maybe { $0.pick(InstrumentDefinition.OptionType.allCases) }
        instrument.listedTime = maybe { Timestamp(nanoseconds: $0.integer()) }
        instrument.makerFee = maybe { $0.decimal() }
        instrument.takerFee = maybe { $0.decimal() }
        batch.append(instrument)
    }

    // MARK: - Values

    private mutating func header(in batch: inout EventBatch) -> EventHeader {
        let venue = pick(["bybit", "binance"])
        let symbol = pick(["BTCUSDT", "ETH-USD", "BTC-25MAR22-50000-C", "ΩUSD"])
        let id = Self.intern(
            symbol, venue: venue, product: pick(Product.allCases), instrument: "I-\(symbol)", in: &batch)
        return EventHeader(
            symbol: id, eventTime: maybe { Timestamp(nanoseconds: $0.integer()) },
            publishTime: maybe { Timestamp(nanoseconds: $0.integer()) })
    }

    private mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? {
        Bool.random(using: &generator) ? make(&self) : nil
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    private mutating func integer() -> Int64 {
        Int64.random(in: 0...(.max >> Int64.random(in: 0...62, using: &generator)), using: &generator)
    }

    private mutating func decimal() -> Decimal {
        let magnitude = Int128(integer())
        return Decimal(units: Bool.random(using: &generator) ? magnitude &* 10_000_000_000 : -magnitude)
    }

    private mutating func level() -> Level { Level(price: decimal(), size: decimal()) }

    private mutating func levels(in batch: inout EventBatch) -> IndexRange {
        let start = batch.levels.count
        for _ in 0..<Int.random(in: 0...4, using: &generator) { batch.levels.append(level()) }
        return IndexRange(start: start, count: batch.levels.count - start)
    }

    private mutating func text(in batch: inout EventBatch) -> TextRange {
        batch.addText(
            pick(["", "x", "20f43950-d8dd-5b31-9112-a178eb6023af", "a \"quoted\" \\ line\n\t\u{1}", "грош €"]))
    }
}
