import Documents
import JSON
import MarketData

import DedupCore

/// Runs an interleaving through a `Deduplicator` as the service would, killing it by chance, and judges what comes out.
public struct DedupTrial: ~Copyable {
    /// What came out of a trial, and what should have.
    public struct Outcome: Sendable {
        /// What is wrong; empty when all is well.
        public var mistakes: [String] = []
        /// Book changes that at least one source sent.
        public var changes = 0
        /// Gaps named.
        public var gaps = 0
    }

    private let documents: ArraySlice<RecordedDocuments.Document>
    private let interleaving: Interleaving
    private let crashes: Double
    /// A crash takes the input back while the clock goes on, so a source that is a second behind may be many.
    private static let limits = DedupLimits(lagNanoseconds: 60_000_000_000)
    private var deduplicator = Deduplicator(limits: Self.limits)
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var frame = FrameBuffer()
    private var changelog = MemoryChangelog()
    private var out: [Output] = []
    private var committed = (outputs: 0, arrivals: 0)

    private enum Output {
        case book(channel: String, last: Int64)
        case trade(channel: String, id: String)
        case gap(channel: String, ClosedRange<Int64>)
    }

    /// Makes a trial of some documents in a row.
    public init(
        _ documents: ArraySlice<RecordedDocuments.Document>, _ interleaving: Interleaving, crashes: Double
    ) {
        self.documents = documents
        self.interleaving = interleaving
        self.crashes = crashes
    }

    /// Runs it.
    public consuming func run(_ generator: inout some RandomNumberGenerator) throws -> Outcome {
        var next = 0
        // The clock of a process that reads old records again goes on.
        var offset: Int64 = 0
        while next < interleaving.arrivals.count {
            let arrival = interleaving.arrivals[next]
            let now = arrival.time + offset
            release(now: now)
            try admit(arrival, now: now)
            next += 1
            if Int.random(in: 0..<10, using: &generator) == 0 { commit(next) }
            if Double.random(in: 0..<1, using: &generator) < crashes {
                try crash(now: now)
                next = committed.arrivals
                offset += arrival.time - interleaving.arrivals[max(0, next - 1)].time
            }
        }
        release(now: .max / 4)
        return judge()
    }

    // MARK: - Running

    private mutating func admit(_ arrival: Interleaving.Arrival, now: Int64) throws {
        let document = documents[documents.startIndex + arrival.index]
        let result = document.bytes.withUnsafeBytes { bytes in
            Result { () throws(DecodeError) in
                batch.removeAll()
                try frame.assign(bytes)
                try decoder.decode(frame, into: &batch)
                batch.source = "source\(arrival.source)"
                var released: [Release] = []
                let verdict = deduplicator.admit(
                    batch.entries[0], of: batch, document: bytes, now: now, released: &released)
                // These streams have no snapshots: one that dedup repeats is no change of theirs.
                if verdict == .pass || verdict == .marked(EventMarks(.restart)) { note(batch.entries[0]) }
                try take(released)
            }
        }
        try result.get()
    }

    private mutating func release(now: Int64) {
        var released: [Release] = []
        deduplicator.release(now: now, into: &released)
        try? take(released)
    }

    private mutating func take(_ released: [Release]) throws(DecodeError) {
        for release in released {
            switch release {
            case .document(let held):
                // Judged by its own words, as a reader would.
                let result = held.bytes.withUnsafeBytes { bytes in
                    Result { () throws(DecodeError) in
                        batch.removeAll()
                        try frame.assign(bytes)
                        try decoder.decode(frame, into: &batch)
                    }
                }
                try result.get()
                note(batch.entries[0])
            // They begin in the middle, without the snapshot that a venue sends first.
            case .gap(let gap) where gap.reason != "snapshot_came" && gap.reason != "no_snapshot":
                out.append(.gap(channel: batch.symbols[gap.symbol].symbol, gap.from...gap.to))
            case .gap, .snapshotWanted, .coverage: break
            }
        }
    }

    private mutating func note(_ entry: EventBatch.Entry) {
        let symbol = batch.symbols[batch.header(of: entry).symbol].symbol
        if entry.kind == .trade {
            let id = String(decoding: batch.bytes(of: batch.trades[Int(entry.index)].tradeID), as: UTF8.self)
            out.append(.trade(channel: symbol, id: id))
        } else {
            let change = batch.bookChanges[Int(entry.index)]
            out.append(.book(channel: "\(symbol)/\(change.depth)", last: change.lastSequence ?? 0))
        }
    }

    private mutating func commit(_ arrivals: Int) {
        changelog.save(&deduplicator, batch.symbols)
        committed = (out.count, arrivals)
    }

    private mutating func crash(now: Int64) throws {
        out.removeSubrange(committed.outputs...)
        batch = EventBatch()
        decoder = DocumentDecoder()
        deduplicator = changelog.restore(Self.limits, symbols: &batch.symbols, now: now)
    }

    // MARK: - Judging

    /// Books: what any source sent, in the order of the stream, each once; what none sent is named, and nothing else is.
    /// Trades: what any source sent, each once.
    private func judge() -> Outcome {
        var outcome = Outcome()
        var books: [String: [Int64]] = [:]
        var trades: [String: [String]] = [:]
        var gaps: [String: Set<Int64>] = [:]
        for output in out {
            switch output {
            case .book(let channel, let last): books[channel, default: []].append(last)
            case .trade(let channel, let id): trades[channel, default: []].append(id)
            case .gap(let channel, let range):
                outcome.gaps += 1
                gaps[channel, default: []].insert(range.lowerBound)
            }
        }
        var wantedBooks: [String: [Int64]] = [:]
        var wantedTrades: [String: Set<String>] = [:]
        for (index, document) in documents.enumerated() where interleaving.isSent[index] {
            if document.kind == .trade {
                wantedTrades[document.channel, default: []].insert(document.tradeID)
            } else if wantedBooks[document.channel]?.last ?? .min < document.last {
                wantedBooks[document.channel, default: []].append(document.last)
                outcome.changes += 1
            }
        }
        for (channel, wanted) in wantedBooks where books[channel] ?? [] != wanted {
            outcome.mistakes.append("\(channel): \(books[channel]?.count ?? 0) changes instead of \(wanted.count)")
        }
        for (channel, wanted) in wantedTrades {
            let got = trades[channel] ?? []
            if got.count != wanted.count || Set(got) != wanted {
                outcome.mistakes.append("\(channel): \(got.count) trades instead of \(wanted.count)")
            }
        }
        outcome.mistakes += wrongGaps(gaps)
        return outcome
    }

    /// A gap begins behind the last change that went out before a hole: just there, and at no other place.
    private func wrongGaps(_ named: [String: Set<Int64>]) -> [String] {
        var wanted: [String: Set<Int64>] = [:]
        var last: [String: Int64] = [:]
        var isOpen: [String: Bool] = [:]
        for (index, document) in documents.enumerated() where document.kind == .book {
            let symbol = String(document.channel.split(separator: "/")[0])
            guard interleaving.isSent[index] else {
                if document.last > last[document.channel] ?? .max { isOpen[document.channel] = true }
                continue
            }
            if isOpen[document.channel] == true, let last = last[document.channel], document.last > last {
                wanted[symbol, default: []].insert(last + 1)
            }
            isOpen[document.channel] = false
            last[document.channel] = max(last[document.channel] ?? .min, document.last)
        }
        return Set(wanted.keys).union(named.keys).sorted().compactMap { symbol in
            let (missing, found) = (wanted[symbol] ?? [], named[symbol] ?? [])
            guard missing != found else { return nil }
            return
                "\(symbol): gaps \(found.subtracting(missing).sorted()) named, \(missing.subtracting(found).sorted()) not"
        }
    }
}
