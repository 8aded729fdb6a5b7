import DedupSupport
import Documents
import Foundation
import JSON
import MarketData
import TestSupport

@testable import DedupCore

/// Feeds a `Deduplicator` with documents as the service would, and keeps what comes out.
struct DedupBench: ~Copyable {
    private var deduplicator: Deduplicator
    private var batch = EventBatch()
    private var encoder = DocumentEncoder()
    private var writer = JSONWriter()
    private(set) var passed: [Int64] = []
    private(set) var gaps: [ClosedRange<Int64>] = []
    /// What is missing before a stream that began without its snapshot, by reason.
    private(set) var beginnings: [String: ClosedRange<Int64>] = [:]
    private(set) var duplicates = 0
    /// The flags of what went out with any, by last sequence.
    private(set) var marks: [Int64: EventFlags] = [:]
    /// How far the stream had come when a snapshot behind it went out, by the snapshot's sequence.
    private(set) var streams: [Int64: Int64] = [:]
    private(set) var resolutions: [String] = []
    private(set) var wishes: [String] = []
    private(set) var coverage: [CoverageNotice] = []

    private let limits: DedupLimits
    private var changelog = MemoryChangelog()
    private(set) var tradeIDs: [String] = []
    /// How much of what went out was committed.
    private var committed = (passed: 0, gaps: 0, trades: 0)

    init(limits: DedupLimits = DedupLimits()) {
        self.limits = limits
        deduplicator = Deduplicator(limits: limits)
    }

    // MARK: - Transactions

    /// Commits what went out together with the state.
    mutating func commit() {
        changelog.save(&deduplicator, batch.symbols)
        committed = (passed.count, gaps.count, tradeIDs.count)
    }

    /// Loses all that was not committed, and goes on with the state of the changelog in a new process.
    mutating func crash(now: Int64) throws {
        passed.removeSubrange(committed.passed...)
        gaps.removeSubrange(committed.gaps...)
        tradeIDs.removeSubrange(committed.trades...)
        batch = EventBatch()
        deduplicator = changelog.restore(limits, symbols: &batch.symbols, now: now)
    }

    /// Records in the changelog.
    var savedRecords: Int { changelog.count }

    /// A change of a book as the test describes it.
    struct Change: Sendable {
        var first: Int64?
        var last: Int64?
        var previous: Int64?
        var isSnapshot = false
        var horizon: Int32?
        var depth: Int32 = 50
        /// The rule; the one that the numbers say unless set.
        var rule: SequenceRule?
        /// When the venue made it; its last sequence in nanoseconds unless set.
        var eventTime: Int64?
        /// Whether the venue says when it made it.
        var hasEventTime = true

        /// Whether it stands beside the stream.
        var isBeside: Bool { isSnapshot && depth == 0 && horizon != nil && last != nil }
    }

    mutating func book(_ change: Change, from source: String = "primary", at now: Int64 = 0) {
        feed(source: source, now: now, identity: change.last ?? 0) { batch, symbol in
            batch.append(
                BookChange(
                    header: EventHeader(
                        symbol: symbol,
                        eventTime: change.hasEventTime
                            ? Timestamp(nanoseconds: change.eventTime ?? change.last ?? 0) : nil),
                    kind: change.isSnapshot ? .snapshot : .delta,
                    rule: change.rule ?? SequenceRule(last: change.last, previous: change.previous),
                    place: change.isBeside ? .beside : .inStream, depth: change.depth, firstSequence: change.first,
                    lastSequence: change.last, previousSequence: change.previous, bids: .empty, asks: .empty,
                    depthHorizon: change.horizon))
        }
    }

    /// A change of an order, or a snapshot of all orders.
    mutating func order(
        _ sequence: Int64, isSnapshot: Bool = false, place: SnapshotPlace = .beside, from source: String = "primary",
        at now: Int64 = 0
    ) {
        feed(source: source, now: now, identity: sequence) { batch, symbol in
            let header = EventHeader(symbol: symbol, eventTime: Timestamp(nanoseconds: sequence))
            if isSnapshot {
                batch.append(
                    OrderSnapshot(
                        header: header, rule: .contiguous, place: place, sequence: sequence, bids: .empty, asks: .empty)
                )
            } else {
                batch.append(
                    OrderChange(
                        header: header, rule: .contiguous, sequence: sequence, action: .remove,
                        orderID: batch.addText("o"), side: .bid, price: nil, size: nil))
            }
        }
    }

    mutating func trade(id: String, from source: String, at now: Int64 = 0) {
        feed(source: source, now: now, identity: 1) { batch, symbol in
            batch.append(
                Trade(
                    header: EventHeader(symbol: symbol, eventTime: nil), tradeID: batch.addText(id), price: Decimal(1),
                    size: Decimal(1), aggressorSide: .buy))
        }
    }

    mutating func ticker(last: Int64, eventTime: Int64, from source: String, at now: Int64 = 0) {
        feed(source: source, now: now, identity: last) { batch, symbol in
            batch.append(
                Ticker(
                    header: EventHeader(symbol: symbol, eventTime: Timestamp(nanoseconds: eventTime)),
                    lastPrice: Decimal(last)))
        }
    }

    mutating func release(now: Int64) {
        var released: [Release] = []
        deduplicator.release(now: now, into: &released)
        note(released)
    }

    private mutating func feed(
        source: String, now: Int64, identity: Int64, _ append: (inout EventBatch, SymbolID) -> Void
    ) {
        batch.removeAll()
        batch.source = source
        batch.receiveTime = Timestamp(nanoseconds: now + (source == "primary" ? 1 : 2))
        let symbol = RandomEvents.intern(
            "BTCUSDT", venue: "bybit", product: .linear, instrument: "BTC-USDT-PERP", in: &batch)
        append(&batch, symbol)
        writer.removeAll()
        encoder.encode(batch.entries[0], of: batch, to: &writer)
        var released: [Release] = []
        switch deduplicator.admit(batch.entries[0], of: batch, document: writer.bytes, now: now, released: &released) {
        case .pass:
            if batch.entries[0].kind == .trade {
                tradeIDs.append(String(decoding: batch.bytes(of: batch.trades[0].tradeID), as: UTF8.self))
            } else {
                passed.append(identity)
            }
        case .marked(let marks):
            passed.append(identity)
            if !marks.flags.isEmpty { self.marks[identity] = marks.flags }
            streams[identity] = marks.streamSequence
        case .duplicate: duplicates += 1
        case .held: break
        }
        note(released)
    }

    private mutating func note(_ released: [Release]) {
        for release in released {
            switch release {
            case .document(let document):
                passed.append(document.sequence)
                if !document.marks.flags.isEmpty { marks[document.sequence] = document.marks.flags }
            case .gap(let gap) where ["no_snapshot", "snapshot_behind"].contains(gap.reason):
                beginnings[gap.reason] = gap.from...gap.to
            case .gap(let gap):
                gaps.append(gap.from...gap.to)
                resolutions.append(gap.resolvedBy)
            case .snapshotWanted(let wish): wishes.append(wish.reason)
            case .coverage(let notice): coverage.append(notice)
            }
        }
    }

}

extension HeldDocument {

    fileprivate var sequence: Int64 {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let range = text.range(of: "\"last_sequence\":") ?? text.range(of: "\"sequence\":") else { return -1 }
        return Int64(text[range.upperBound...].prefix { $0.isNumber }) ?? -1
    }
}
