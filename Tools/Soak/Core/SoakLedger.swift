import Documents
import JSON
import Kafka
import MarketData

/// What came out, counted from `market.*` alone: every event of the kinds that can be told apart, once or more.
///
/// Trades are told apart by their ids, book changes by their sequences. Books without sequences (Coinbase's level 2) are left
/// out: two equal changes cannot be distinguished from one.
struct SoakLedger: ~Copyable {
    /// One kind of one symbol.
    struct Account {
        /// Different events.
        var events = 0
        /// Events that came again.
        var repeated = 0
    }

    /// By `<venue>/<product>/<symbol>/<kind>`.
    private(set) var accounts: [String: Account] = [:]
    /// Gaps that dedup has named, those that a snapshot bridged included, as lines for people.
    private(set) var gaps: [String] = []
    /// Documents of one source that came while another's waited for them.
    private(set) var filled = 0
    /// Documents that could not be read.
    private(set) var unreadable = 0

    private var trades: [String: Set<String>] = [:]
    private var lastSequences: [String: Int64] = [:]
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var frame = FrameBuffer()

    init() {}

    /// Takes a document in.
    mutating func take(_ document: UnsafeRawBufferPointer) {
        batch.removeAll()
        do throws(DecodeError) {
            try frame.assign(document)
            try decoder.decode(frame, into: &batch)
        } catch {
            unreadable += 1
            return
        }
        note(batch.entries[0])
    }

    private mutating func note(_ entry: EventBatch.Entry) {
        let symbol = batch.symbols[batch.header(of: entry).symbol]
        let name = "\(symbol.venue)/\(symbol.product.name)/\(symbol.symbol)"
        let index = Int(entry.index)
        switch entry.kind {
        case .trade:
            let id = String(decoding: batch.bytes(of: batch.trades[index].tradeID), as: UTF8.self)
            let isNew = trades["\(name)/trade", default: []].insert(id).inserted
            count("\(name)/trade", isNew: isNew)
        case .book: noteBook(batch.bookChanges[index], name)
        case .gap: noteGap(batch.gaps[index], name)
        case .coverage: noteCoverage(batch.coverages[index])
        case .quote, .order, .orderSnapshot, .ticker, .funding, .liquidation, .instrument, .status: break
        }
    }

    private mutating func noteBook(_ change: BookChange, _ name: String) {
        guard change.kind == .delta, let last = change.lastSequence else { return }
        let key = "\(name)/book/\(change.depth)"
        let before = lastSequences[key] ?? .min
        count("\(name)/book", isNew: last > before)
        lastSequences[key] = max(before, last)
    }

    private mutating func noteGap(_ gap: Gap, _ name: String) {
        let reason = String(decoding: batch.bytes(of: gap.reason), as: UTF8.self)
        // A connection's own gap (Coinbase numbers its frames) is the normalizer's word about one source.
        guard reason != "snapshot_came", symbolOf(gap) != "*" else { return }
        gaps.append("\(name) \(gap.fromSequence)...\(gap.toSequence) \(reason)")
    }

    private func symbolOf(_ gap: Gap) -> String { batch.symbols[gap.header.symbol].symbol }

    /// `primary:120/118/3 replica:…`: the third number counts what filled a hole.
    private mutating func noteCoverage(_ coverage: Coverage) {
        for source in String(decoding: batch.bytes(of: coverage.sources), as: UTF8.self).split(separator: " ") {
            filled += source.split(separator: "/").last.flatMap { Int($0) } ?? 0
        }
    }

    private mutating func count(_ key: String, isNew: Bool) {
        if isNew {
            accounts[key, default: Account()].events += 1
        } else {
            accounts[key, default: Account()].repeated += 1
        }
    }
}
