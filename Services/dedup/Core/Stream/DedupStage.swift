import Base
import Documents
import JSON
import Kafka
import MarketData
import Runtime

/// Merges documents of all sources into one stream: the deduplicators of the assigned partitions with their topics.
final class DedupStage {
    private let outputs: OutputPair
    private let limits: DedupLimits
    private let metrics: DedupMetrics
    private let clock: WallClock
    private var partitions: [DedupPartition] = []
    /// The partition of the previous record: consecutive records are mostly from one partition.
    private var lastPartition: (topicID: Int, partition: Int32, place: Int)?
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var encoder = DocumentEncoder()
    private var frame = FrameBuffer()
    private var writer = JSONWriter()
    private var released: [Release] = []

    init(_ outputs: OutputPair, limits: DedupLimits, metrics: DedupMetrics, clock: WallClock) {
        self.outputs = outputs
        self.limits = limits
        self.metrics = metrics
        self.clock = clock
    }

    // MARK: - Partitions

    /// Adds a partition with its saved state and sets unreadable parts aside. Returns the number of channels in the state.
    func add(_ kind: KindDeclaration, _ partition: Int32, _ state: SavedState) throws(KafkaError) -> Int {
        remove(kind, partition)
        var unreadable: [SavedState.Unreadable] = []
        let deduplicator = state.restore(limits, symbols: &batch.symbols, now: clock.now()) { unreadable.append($0) }
        for record in unreadable { try outputs.current.setAside(record, partition: partition) }
        partitions.append(DedupPartition(kind: kind, partition: partition, deduplicator: deduplicator))
        return deduplicator.channels.count
    }

    /// Removes a partition that was assigned to another member.
    func remove(_ kind: KindDeclaration, _ partition: Int32) {
        partitions.removeAll { $0.kind.name == kind.name && $0.partition == partition }
        lastPartition = nil
    }

    private func place(of record: KafkaRecord) -> Int? {
        let topicID = record.topicID
        let partition = record.partition
        if let last = lastPartition, last.topicID == topicID, last.partition == partition { return last.place }
        let topic = record.topic
        guard let place = partitions.firstIndex(where: { $0.partition == partition && $0.topic == topic }) else {
            return nil
        }
        lastPartition = (topicID, partition, place)
        return place
    }

    // MARK: - Documents

    /// Processes a document. Skips documents of partitions that were assigned to another member, and documents that were
    /// already processed: a poll may still return some.
    func process(_ record: KafkaRecord) throws(KafkaError) {
        guard let place = place(of: record), record.offset >= partitions[place].nextOffset ?? .min else { return }
        partitions[place].nextOffset = record.offset + 1
        if !partitions[place].hasMoved {
            // Inputs of the same number share a partition of the changelog.
            let isExpected = partitions.contains { $0.partition == record.partition && $0.hasMoved }
            partitions[place].hasMoved = true
            if !isExpected { try outputs.current.expectState(of: record.partition) }
        }
        do throws(DecodeError) {
            batch.removeAll()
            try frame.assign(record.value)
            try decoder.decode(frame, into: &batch)
        } catch {
            try outputs.current.bury(record, code: error.code, reason: "\(error)")
            return
        }
        let entry = batch.entries[0]
        metrics.taken[entry.kind].increment()
        let verdict = partitions[place].deduplicator.admit(
            entry, of: batch, document: record.value, now: clock.now(), released: &released)
        switch verdict {
        case .pass: try produce(record.value, kind: entry.kind, key: record.key)
        case .marked(let marks):
            let marked = DocumentMarks.adding(marks, to: record.value)
            try marked.withUnsafeBytesTyped { (value) throws(KafkaError) in
                try produce(value, kind: entry.kind, key: record.key)
            }
        case .duplicate: metrics.duplicates[entry.kind].increment()
        case .held: metrics.heldBack.increment()
        }
        try publishReleased()
    }

    /// Releases documents that have waited long enough.
    func tick() throws(KafkaError) {
        var held = 0
        var broken = 0
        for place in partitions.indices {
            partitions[place].deduplicator.release(now: clock.now(), into: &released)
            held += partitions[place].deduplicator.heldCount
            broken += partitions[place].deduplicator.brokenCount
        }
        try publishReleased()
        metrics.held.set(held)
        metrics.broken.set(broken)
    }

    // MARK: - Commit

    /// Whether there is anything to commit.
    var hasChanges: Bool {
        outputs.current.transaction.isOpen || partitions.contains { $0.hasMoved || !$0.deduplicator.changed.isEmpty }
    }

    /// The offsets to continue from, for partitions that were read since the last call.
    func takePositions() -> [KafkaPosition] {
        var positions: [KafkaPosition] = []
        for place in partitions.indices where partitions[place].hasMoved {
            partitions[place].hasMoved = false
            guard let offset = partitions[place].nextOffset else { continue }
            positions.append(
                KafkaPosition(
                    topic: partitions[place].topic, partition: partitions[place].partition, offset: offset))
        }
        return positions
    }

    /// Writes the changed state of the partitions to the changelog.
    func saveState() throws(KafkaError) {
        for place in partitions.indices {
            let number = partitions[place].partition
            try partitions[place].deduplicator.saveChanges(batch.symbols) { (key, value) throws(KafkaError) in
                try outputs.current.save(value, key: key, partition: number)
            }
        }
    }

    // MARK: - Output

    private func produce(
        _ value: UnsafeRawBufferPointer, kind: EventKind, key: UnsafeRawBufferPointer
    ) throws(KafkaError) {
        try outputs.current.publish(value, kind: kind, key: key)
        metrics.passed[kind].increment()
    }

    private func publishReleased() throws(KafkaError) {
        guard !released.isEmpty else { return }
        defer { released.removeAll(keepingCapacity: true) }
        for release in released {
            switch release {
            case .document(let document): try publish(document)
            case .gap(let notice): try publish(notice)
            case .coverage(let notice): try publish(notice)
            case .snapshotWanted(let wish): try publish(wish)
            }
        }
    }

    private func publish(_ document: HeldDocument) throws(KafkaError) {
        let key = UnsafeRawBufferPointer(encoder.key(of: document.symbol, in: batch))
        try document.markedBytes.withUnsafeBytesTyped { (value) throws(KafkaError) in
            try produce(value, kind: document.kind, key: key)
        }
    }

    /// A gap is published to the same partition number as the documents that it interrupts, because key and partition count are
    /// equal.
    private func publish(_ notice: GapNotice) throws(KafkaError) {
        let entry = batch.symbols[notice.symbol]
        let facts = notice.resolvedBy.isEmpty ? metrics.gapFacts : metrics.resolvedGapFacts
        facts.happened(
            "\(notice.symbol.index)", entry.venue,
            metadata: [
                "instrument": "\(entry.instrument)", "venue": "\(entry.venue)", "channel": "\(notice.channel)",
                "from": "\(notice.from)", "to": "\(notice.to)", "reason": "\(notice.reason)",
                "resolved_by": "\(notice.resolvedBy)",
            ])
        try publishOwn(.gap, of: notice.symbol, source: notice.source, receiveTime: notice.receiveTime) { batch in
            batch.append(
                Gap(
                    header: EventHeader(symbol: notice.symbol, eventTime: notice.eventTime),
                    channel: batch.addText(notice.channel), fromSequence: notice.from, toSequence: notice.to,
                    reason: batch.addText(notice.reason), resolvedBy: batch.addText(notice.resolvedBy)))
        }
    }

    private func publish(_ notice: CoverageNotice) throws(KafkaError) {
        try publishOwn(.coverage, of: notice.symbol, source: "dedup", receiveTime: notice.end) { batch in
            batch.append(
                Coverage(
                    header: EventHeader(symbol: notice.symbol, eventTime: notice.start),
                    channel: batch.addText(notice.channel), firstSequence: notice.firstSequence,
                    lastSequence: notice.lastSequence, events: notice.events, duplicates: notice.duplicates,
                    gaps: notice.gaps, sources: batch.addText(notice.sourcesText)))
        }
    }

    /// Publishes an event that dedup created. Leaves the batch unchanged, because a document may still be in it.
    private func publishOwn(
        _ kind: EventKind, of symbol: SymbolID, source: String, receiveTime: Timestamp,
        append: (inout EventBatch) -> Void
    ) throws(KafkaError) {
        let mark = batch.mark
        let before = (batch.source, batch.receiveTime)
        batch.source = source
        batch.receiveTime = receiveTime
        append(&batch)
        writer.removeAll()
        encoder.encode(batch.entries[batch.count - 1], of: batch, to: &writer)
        batch.rewind(to: mark)
        (batch.source, batch.receiveTime) = before
        let key = UnsafeRawBufferPointer(encoder.key(of: symbol, in: batch))
        try produce(writer.bytes, kind: kind, key: key)
    }

    private func publish(_ wish: SnapshotWish) throws(KafkaError) {
        let entry = batch.symbols[wish.symbol]
        metrics.resnapshotFact.happened(
            "\(wish.symbol.index)",
            metadata: [
                "instrument": "\(entry.instrument)", "venue": "\(entry.venue)", "channel": "\(wish.channel)",
                "reason": "\(wish.reason)",
            ])
        writer.removeAll()
        ResnapshotRequest(
            venue: entry.venue, product: entry.product, symbol: entry.symbol, channel: wish.channel,
            source: wish.source, reason: wish.reason, requestTime: Timestamp(nanoseconds: clock.now())
        ).write(to: &writer)
        try outputs.current.request(
            writer.bytes, key: UnsafeRawBufferPointer(encoder.key(of: wish.symbol, in: batch)))
    }
}
