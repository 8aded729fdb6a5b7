import CAllocations
import DedupCore
import MarketData
import TestSupport

/// The heap requests of dedup for documents in order from two sources. There should be none when its windows have reached their
/// final size.
struct DedupAllocations: ~Copyable {
    /// The number of events before the measurement: trade ids of more than five minutes.
    private static let warming = 100_000
    private static let counted = 100_000
    /// The time between two events in nanoseconds.
    private static let interval: Int64 = 10_000_000

    private var deduplicator = Deduplicator()
    private var batch = EventBatch()
    private var released: [Release] = []
    private let symbol: SymbolID
    private let document = [UInt8](repeating: 32, count: 300)

    init() {
        symbol = RandomEvents.intern(
            "BTCUSDT", venue: "bybit", product: .linear, instrument: "BTC-USDT-PERP", in: &batch)
    }

    /// The number of heap requests, and of the documents that made them.
    mutating func run() -> (requests: UInt64, documents: Int) {
        var before: UInt64 = 0
        for event in 0..<Self.warming + Self.counted {
            if event == Self.warming { before = tapedeck_allocation_count() }
            for source in ["primary", "replica"] {
                take(event, source) { batch, header in
                    let last = Int64(event + 1)
                    batch.append(
                        BookChange(
                            header: header, kind: event == 0 ? .snapshot : .delta, rule: .chained, depth: 50,
                            firstSequence: last, lastSequence: last, previousSequence: last - 1, bids: .empty,
                            asks: .empty))
                }
                take(event, source) { batch, header in
                    batch.append(
                        Trade(
                            header: header, tradeID: Self.id(event, in: &batch), price: Decimal(1), size: Decimal(1),
                            aggressorSide: .buy))
                }
            }
        }
        return (tapedeck_allocation_count() - before, Self.counted * 4)
    }

    private mutating func take(_ event: Int, _ source: String, _ append: (inout EventBatch, EventHeader) -> Void) {
        let now = Int64(event) * Self.interval
        batch.removeAll()
        batch.source = source
        batch.receiveTime = Timestamp(nanoseconds: now)
        append(&batch, EventHeader(symbol: symbol, eventTime: Timestamp(nanoseconds: now)))
        document.withUnsafeBytes { bytes in
            _ = deduplicator.admit(batch.entries[0], of: batch, document: bytes, now: now, released: &released)
        }
        deduplicator.release(now: now, into: &released)
        released.removeAll(keepingCapacity: true)
    }

    /// The digits of the number, without a String.
    private static func id(_ event: Int, in batch: inout EventBatch) -> TextRange {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var rest = event
            var start = 20
            repeat {
                start -= 1
                buffer[start] = UInt8(48 + rest % 10)
                rest /= 10
            } while rest > 0
            return batch.addText(UnsafeBufferPointer(rebasing: buffer[start...]))
        }
    }
}
