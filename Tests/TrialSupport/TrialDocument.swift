import Documents
import JSON
import MarketData
import TestSupport

/// Writes what sources hear as the normalizer's documents.
struct TrialDocument: ~Copyable {
    private var batch = EventBatch()
    private var encoder = DocumentEncoder()
    private var writer = JSONWriter()

    /// A book's change or snapshot.
    mutating func book(
        _ delivery: TrialSource.Delivery, of market: TrialMarket, source: String
    ) -> [UInt8] {
        let message = delivery.message
        return document(source, delivery.receiveTime) { batch in
            let start = batch.levels.count
            for level in message.bids + message.asks { batch.levels.append(level) }
            batch.append(
                BookChange(
                    header: EventHeader(
                        symbol: Self.symbol(market.symbol, in: &batch),
                        eventTime: Timestamp(nanoseconds: message.eventTime)),
                    kind: message.isSnapshot ? .snapshot : .delta,
                    rule: SequenceRule(last: message.last, previous: message.previous),
                    place: message.isSnapshot && market.isBeside ? .beside : .inStream, depth: market.depth,
                    firstSequence: message.first, lastSequence: message.last, previousSequence: message.previous,
                    bids: IndexRange(start: start, count: message.bids.count),
                    asks: IndexRange(start: start + message.bids.count, count: message.asks.count),
                    depthHorizon: message.isSnapshot && market.isBeside ? Int32(TrialMarket.horizon) : nil))
        }
    }

    /// A trade.
    mutating func trade(_ id: String, of market: TrialMarket, source: String, at time: Int64) -> [UInt8] {
        document(source, time) { batch in
            batch.append(
                Trade(
                    header: EventHeader(
                        symbol: Self.symbol(market.symbol, in: &batch), eventTime: Timestamp(nanoseconds: time)),
                    tradeID: batch.addText(id), price: Decimal(1), size: Decimal(1), aggressorSide: .buy))
        }
    }

    /// A book document that no venue would send.
    mutating func hostileBook(_ generator: inout SeededBits, source: String, at time: Int64) -> [UInt8] {
        document(source, generator.chance(4) ? generator.integer() : time) { batch in
            let start = batch.levels.count
            for _ in 0..<4 {
                batch.levels.append(
                    Level(price: Decimal(units: generator.units()), size: Decimal(units: generator.units())))
            }
            batch.append(
                BookChange(
                    header: EventHeader(
                        symbol: Self.symbol("HOSTILE", in: &batch),
                        eventTime: generator.chance(2) ? Timestamp(nanoseconds: generator.integer()) : nil),
                    kind: generator.chance(2) ? .snapshot : .delta, rule: generator.pick(SequenceRule.allCases),
                    place: generator.pick(SnapshotPlace.allCases), depth: generator.chance(2) ? 0 : 50,
                    firstSequence: generator.chance(2) ? generator.integer() : nil,
                    lastSequence: generator.chance(4) ? nil : generator.integer(),
                    previousSequence: generator.chance(3) ? generator.integer() : nil,
                    bids: IndexRange(start: start, count: 2), asks: IndexRange(start: start + 2, count: 2),
                    depthHorizon: generator.chance(2) ? 2 : nil))
        }
    }

    /// A document of any kind with values of no meaning.
    mutating func random(_ events: inout RandomEvents) -> (kind: EventKind, value: [UInt8]) {
        batch.removeAll()
        events.appendOne(to: &batch)
        writer.removeAll()
        encoder.encode(batch.entries[0], of: batch, to: &writer)
        return (batch.entries[0].kind, Array(writer.bytes))
    }

    private static func symbol(_ name: String, in batch: inout EventBatch) -> SymbolID {
        RandomEvents.intern(name, venue: "trial", product: .linear, instrument: name, in: &batch)
    }

    private mutating func document(
        _ source: String, _ receiveTime: Int64, _ append: (inout EventBatch) -> Void
    ) -> [UInt8] {
        batch.removeAll()
        batch.source = source
        batch.receiveTime = Timestamp(nanoseconds: receiveTime)
        append(&batch)
        writer.removeAll()
        encoder.encode(batch.entries[0], of: batch, to: &writer)
        return Array(writer.bytes)
    }
}
