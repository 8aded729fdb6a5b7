public import MarketData

/// Makes one stream out of several sources' copies: the pure heart of dedup.
///
/// It knows three rules and no venue; a document's own numbers say which holds. Documents go in one at a time with the
/// moment at which they arrive, and the answer says whether this one goes out; what waited goes out through `released`.
public struct Deduplicator {
    /// What to do with the document that was just admitted.
    public enum Verdict: Sendable, Hashable {
        /// It goes out, before anything in `released`.
        case pass
        /// Another copy went out, or will.
        case duplicate
        /// It waits; it comes out of `released` later.
        case held
    }

    private let limits: DedupLimits
    private var sequenced: [UInt64: SequencedChannel] = [:]
    private var identities: [UInt64: IdentityWindow] = [:]
    private var elections: [UInt64: Election] = [:]
    /// The channels that hold something back: the only ones that `release` looks at.
    private var waiting: Set<UInt64> = []

    /// Makes an empty deduplicator.
    public init(limits: DedupLimits = DedupLimits()) {
        self.limits = limits
    }

    /// How many documents wait.
    public var heldCount: Int { waiting.reduce(0) { $0 + (sequenced[$1]?.held.count ?? 0) } }

    /// Judges one document.
    ///
    /// - Parameters:
    ///   - entry: the document's event in `batch`.
    ///   - document: the document's bytes, copied only when it must wait.
    ///   - now: the caller's clock in nanoseconds.
    ///   - released: what goes out because of this document, after it.
    public mutating func admit(
        _ entry: EventBatch.Entry, of batch: borrowing EventBatch, document: UnsafeRawBufferPointer, now: Int64,
        released: inout [Release]
    ) -> Verdict {
        let index = Int(entry.index)
        switch entry.kind {
        case .book:
            let change = batch.bookChanges[index]
            let key = Self.key(change.header.symbol, .book, depth: change.depth)
            guard let span = SequenceSpan(change) else {
                let isSnapshot = change.kind == .snapshot
                return admitElected(key, source: batch.source, isSnapshot: isSnapshot, now: now)
            }
            if change.isPhotograph { return admitPhotograph(key, span) }
            return admitSequenced(
                key, span, entry.kind, change.header, batch, document, now: now, released: &released)
        case .order:
            let order = batch.orders[index]
            let key = Self.key(order.header.symbol, .order)
            guard let sequence = order.sequence else { return admitContent(key, document) }
            let span = SequenceSpan(
                first: order.firstSequence ?? sequence, last: sequence, previous: nil, isSnapshot: false)
            return admitSequenced(key, span, entry.kind, order.header, batch, document, now: now, released: &released)
        case .orderSnapshot:
            let snapshot = batch.orderSnapshots[index]
            let key = Self.key(snapshot.header.symbol, .order)
            guard let sequence = snapshot.sequence else { return admitContent(key, document) }
            return admitPhotograph(key, SequenceSpan(first: sequence, last: sequence, previous: nil, isSnapshot: true))
        case .trade:
            let trade = batch.trades[index]
            let key = Self.key(trade.header.symbol, .trade)
            guard !trade.tradeID.isEmpty else { return admitContent(key, document) }
            var hash = ContentHash()
            hash.combine(UnsafeRawBufferPointer(batch.bytes(of: trade.tradeID)))
            return admit(hash.identity, key)
        default:
            return admitContent(Self.key(batch.header(of: entry).symbol, entry.kind), document)
        }
    }

    /// Lets out what has waited long enough; call it between batches.
    public mutating func release(now: Int64, into released: inout [Release]) {
        guard !waiting.isEmpty else { return }
        for key in waiting.sorted() { releaseExpired(key, now: now, into: &released) }
    }

    // MARK: - Rules

    private mutating func admitSequenced(
        _ key: UInt64, _ span: SequenceSpan, _ kind: EventKind, _ header: EventHeader, _ batch: borrowing EventBatch,
        _ document: UnsafeRawBufferPointer, now: Int64, released: inout [Release]
    ) -> Verdict {
        let limit = limits.heldPerChannel
        switch sequenced[key, default: SequencedChannel(holdLimit: limit)].judge(span) {
        case .pass:
            if waiting.contains(key) {
                sequenced[key]?.releaseFitting(into: &released)
                forgetIfEmpty(key)
            }
            return .pass
        case .duplicate:
            return .duplicate
        case .hold:
            let held = HeldDocument(
                bytes: Array(document), symbol: header.symbol, kind: kind, source: batch.source, span: span,
                deadline: now + limits.holdNanoseconds, eventTime: header.eventTime, receiveTime: batch.receiveTime)
            guard sequenced[key]?.hold(held) == true else { return .duplicate }
            waiting.insert(key)
            if sequenced[key].map({ $0.held.count > limit }) == true { releaseExpired(key, now: now, into: &released) }
            return .held
        }
    }

    private mutating func admitPhotograph(_ key: UInt64, _ span: SequenceSpan) -> Verdict {
        let judgement = sequenced[key, default: SequencedChannel(holdLimit: limits.heldPerChannel)].judgePhotograph(
            span)
        return judgement == .pass ? .pass : .duplicate
    }

    private mutating func admitElected(_ key: UInt64, source: String, isSnapshot: Bool, now: Int64) -> Verdict {
        let election = Election(patience: limits.takeOverNanoseconds)
        return elections[key, default: election].admits(source: source, isSnapshot: isSnapshot, now: now)
            ? .pass : .duplicate
    }

    /// Identity by content: all of the document but when and by whom it was received.
    private mutating func admitContent(_ key: UInt64, _ document: UnsafeRawBufferPointer) -> Verdict {
        var hash = ContentHash()
        let (head, tail) = DocumentContent.withoutReception(document)
        hash.combine(head)
        hash.combine(tail)
        return admit(hash.identity, key)
    }

    private mutating func admit(_ identity: UInt128, _ key: UInt64) -> Verdict {
        identities[key, default: IdentityWindow(limit: limits.identitiesPerChannel)].insert(identity)
            ? .pass : .duplicate
    }

    // MARK: - Waiting

    private mutating func releaseExpired(_ key: UInt64, now: Int64, into released: inout [Release]) {
        let channel = EventKind(rawValue: UInt8(truncatingIfNeeded: key >> 24))?.topicName ?? "book"
        sequenced[key]?.releaseExpired(now: now, channel: channel, into: &released)
        forgetIfEmpty(key)
    }

    private mutating func forgetIfEmpty(_ key: UInt64) {
        if sequenced[key]?.held.isEmpty != false { waiting.remove(key) }
    }

    /// One number for (symbol, kind, depth).
    private static func key(_ symbol: SymbolID, _ kind: EventKind, depth: Int32 = 0) -> UInt64 {
        UInt64(UInt32(bitPattern: symbol.index)) << 32 | UInt64(kind.rawValue) << 24
            | UInt64(UInt32(bitPattern: depth) & 0xFF_FFFF)
    }
}

extension SequenceSpan {
    /// The numbers of a book change; nil where the venue sends none.
    init?(_ change: BookChange) {
        guard let last = change.lastSequence else { return nil }
        self.init(
            first: change.firstSequence ?? last, last: last, previous: change.previousSequence,
            isSnapshot: change.kind == .snapshot)
    }
}
