import Documents
import JSON
import MarketData
import VenueKit

/// Holds the trades and book changes of `market.*`, read committed, against what the simulator says it sent: each is to
/// be there once and in order, and the books made of them are to be the simulator's.
///
/// Trades are in the order of each source: their ids do not say what lies between two of them, so that a source which has
/// just reconnected is not held back until what another one heard before has come.
public struct TapeComparison: Sendable {
    /// Events that the simulator sent.
    public private(set) var sent = 0
    /// Books that were compared.
    public private(set) var books = 0
    /// What is not as it should be, a line each: nothing, where all is well.
    public private(set) var wrong: [String] = []

    /// Compares what a pipeline that stands still has done. Of venues whose trades and books are numbered one by one.
    public init(_ pipeline: RunningPipeline) throws {
        var came = try Self.events(pipeline)
        for feed in try pipeline.truth("?levels=0") {
            let market = "\(feed["venue"] as? String ?? "") \(feed["product"] as? String ?? "")"
            for symbol in feed["symbols"] as? [[String: Any]] ?? [] {
                let kinds = symbol["kinds"] as? [String: [String: Any]] ?? [:]
                for kind in [EventKind.trade, .book] {
                    guard let series = kinds[kind.topicName], let first = series["first"] as? Int,
                        let last = series["last"] as? Int, series["delivered"] as? Int ?? 0 > 0
                    else { continue }
                    let name = "\(market) \(symbol["symbol"] as? String ?? "") \(kind.topicName)"
                    compare(name, came.removeValue(forKey: name) ?? [], with: first...last, of: series)
                }
            }
        }
        wrong += came.keys.sorted().map { "\($0): never sent" }
        wrong += pipeline.tape.records(TopicName.market(.gap)).map { "gap: \($0.text)" }
        let comparison = try BookComparison(pipeline).compare()
        books = comparison.books
        wrong += comparison.wrong
    }

    private mutating func compare(
        _ name: String, _ came: [Event], with numbers: ClosedRange<Int>, of series: [String: Any]
    ) {
        sent += numbers.count
        let delivered = series["delivered"] as? Int ?? 0
        if delivered != numbers.count { wrong.append("\(name): only \(delivered) of \(numbers.count) were sent") }
        let missing = Set(numbers).subtracting(came.map(\.number)).sorted()
        let repeated = came.count - Set(came.map(\.number)).count
        let unordered = Dictionary(grouping: came, by: \.stream).values.flatMap { events in
            zip(events, events.dropFirst()).filter { $0.number >= $1.number }.map { ($0.number, $1.number) }
        }
        guard !missing.isEmpty || repeated > 0 || !unordered.isEmpty || came.count != numbers.count else { return }
        wrong.append(
            "\(name): of \(numbers) \(missing.count) are missing (\(missing.prefix(5))), \(repeated) came again, "
                + "\(unordered.count) out of order (\(unordered.prefix(5))), \(came.count) in all")
    }

    /// An event that came.
    private struct Event {
        var number: Int
        /// Within it events are to be in order.
        var stream: String
    }

    /// Trades and book changes in the order of Kafka, by market, symbol and kind.
    private static func events(_ pipeline: RunningPipeline) throws -> [String: [Event]] {
        var events: [String: [Event]] = [:]
        var batch = EventBatch()
        var decoder = DocumentDecoder()
        var frame = FrameBuffer()
        for kind in [EventKind.trade, .book] {
            for record in pipeline.tape.records(TopicName.market(kind)) {
                batch.removeAll()
                try record.value.withUnsafeBytes { bytes in
                    Result { () throws(DecodeError) in try frame.assign(bytes) }
                }.get()
                try decoder.decode(frame, into: &batch)
                let entry = batch.entries[0]
                let index = Int(entry.index)
                let symbol = batch.symbols[batch.header(of: entry).symbol]
                let number: Int?
                if kind == .trade {
                    // Bybit's is a UUID whose end counts, see the simulator's README.
                    let id = String(decoding: batch.bytes(of: batch.trades[index].tradeID), as: UTF8.self)
                    number = id.split(separator: "-").last.flatMap { Int($0) }
                } else {
                    let change = batch.bookChanges[index]
                    number = change.kind == .delta ? change.lastSequence.map { Int($0) } : nil
                }
                guard let number else { continue }
                events["\(symbol.venue) \(symbol.product.name) \(symbol.symbol) \(kind.topicName)", default: []]
                    .append(Event(number: number, stream: kind == .trade ? batch.source : ""))
            }
        }
        return events
    }
}
