import Documents
import JSON
import MarketData

/// What is wrong with what a trial has left behind.
struct TrialJudge {
    private(set) var mistakes: [String] = []

    /// A book document of the one stream.
    private struct Change {
        var isSnapshot: Bool
        var last: Int64?
        var flags: EventFlags
        /// When it went out.
        var time: Int64
    }

    init(
        _ system: MemorySystem, markets: [TrialMarket], delivered: [[Int64: Int64]], trades: Set<String>,
        disturbed: Set<Int>
    ) {
        var changes: [String: [Change]] = [:]
        var tradeIDs: [String] = []
        read(system, &changes, &tradeIDs)
        for (index, market) in markets.enumerated() {
            let stream = changes[market.symbol] ?? []
            judgeOrder(market, stream)
            judgeBook(market, system.redis.books[market.symbol])
            if !disturbed.contains(index) {
                judgeLoss(market, stream, delivered[index], system.gaps.filter { $0.symbol == market.symbol })
            }
            let restarts = stream.count { $0.flags.contains(.restart) }
            let falls = system.redis.falls[market.symbol] ?? []
            if falls.count > restarts {
                mistakes.append(
                    "\(market.symbol) (\(market.style)): Redis fell in \(restarts) numberings: \(falls)")
            }
        }
        let own = tradeIDs.filter { $0.hasPrefix("t") && trades.contains($0) }
        if own.count != Set(own).count { mistakes.append("\(own.count - Set(own).count) trades twice") }
        let lost = trades.subtracting(own)
        if !lost.isEmpty { mistakes.append("\(lost.count) trades lost") }
        mistakes += system.redis.staleWrites.filter { !$0.hasPrefix("HOSTILE") && $0.hasPrefix("M") }
        if system.archivedRows + system.deadLetters.count(where: { $0.hasPrefix("archiver") }) != system.committedRows {
            mistakes.append("\(system.archivedRows) rows of \(system.committedRows) archived")
        }
        let unread = system.deadLetters.filter { $0.hasPrefix("signals") }
        if !unread.isEmpty { mistakes.append("signals could not read \(unread.count) documents of dedup") }
    }

    private mutating func read(
        _ system: MemorySystem, _ changes: inout [String: [Change]], _ trades: inout [String]
    ) {
        var batch = EventBatch()
        var decoder = DocumentDecoder()
        var frame = FrameBuffer()
        for record in system.market where !record.isAborted && (record.kind == .book || record.kind == .trade) {
            let result = record.value.withUnsafeBytes { bytes in
                Result { () throws(DecodeError) in
                    batch.removeAll()
                    try frame.assign(bytes)
                    try decoder.decode(frame, into: &batch)
                }
            }
            guard case .success = result else {
                mistakes.append("a document of the one stream cannot be read")
                continue
            }
            if record.kind == .trade {
                trades.append(batch.string(of: batch.trades[0].tradeID))
            } else {
                let change = batch.bookChanges[0]
                changes[batch.symbols[change.header.symbol].symbol, default: []].append(
                    Change(
                        isSnapshot: change.kind == .snapshot, last: change.lastSequence, flags: change.header.flags,
                        time: record.time))
            }
        }
    }

    /// Changes go out in the order of their numbers, each once, within one numbering.
    private mutating func judgeOrder(_ market: TrialMarket, _ stream: [Change]) {
        var last: Int64?
        for change in stream {
            guard let number = change.last else { continue }
            if change.flags.contains(.restart) {
                last = number
            } else if !change.isSnapshot {
                if let last, number <= last {
                    mistakes.append("\(market.symbol) (\(market.style)): \(number) after \(last)")
                    return
                }
                last = number
            }
        }
    }

    /// What a source has delivered went out, or a gap names it.
    private mutating func judgeLoss(
        _ market: TrialMarket, _ stream: [Change], _ delivered: [Int64: Int64], _ gaps: [MemorySystem.NamedGap]
    ) {
        var out: Set<Int64> = []
        for change in stream where !change.isSnapshot { if let last = change.last { out.insert(last) } }
        let first = out.min() ?? .max
        let unnamed = delivered.filter { number, time in
            // A snapshot of just that number holds it, when it has waited for it in vain.
            number >= first && !out.contains(number) && !gaps.contains { $0.range.contains(number) }
                && !stream.contains { $0.isSnapshot && $0.last == number && $0.time < time }
        }
        if !unnamed.isEmpty {
            let numbers = unnamed.keys.sorted().prefix(5)
            mistakes.append("\(market.symbol) (\(market.style)): \(numbers) lost without a name")
        }
    }

    /// The book that readers of Redis see is the venue's.
    private mutating func judgeBook(_ market: TrialMarket, _ book: MemoryRedis.Book?) {
        let name = "\(market.symbol) (\(market.style))"
        guard let book else { return mistakes.append("\(name): no book") }
        guard book.state == .live else { return mistakes.append("\(name): \(book.state.name)") }
        if market.style != .unordered, book.sequence != market.sequence {
            mistakes.append("\(name): sequence \(book.sequence ?? -1) instead of \(market.sequence)")
        }
        for (shown, isBid) in [(book.bids, true), (book.asks, false)] {
            let whole = market.side(isBid: isBid)
            let isRight =
                market.isBeside
                ? !shown.isEmpty && shown.elementsEqual(whole.prefix(shown.count))
                : shown == whole
            if !isRight { mistakes.append("\(name): wrong \(isBid ? "bids" : "asks")") }
        }
    }
}
