import Documents
import JSON
import Kafka
import MarketData
import Runtime

/// Documents with every source's copies in, one stream out: the deduplicator with its topics.
final class DedupStage {
    private let producer: KafkaProducer
    private let topics: [KafkaTopic]
    private let deadLetters: DeadLetters
    private let metrics: DedupMetrics
    private let clock: WallClock
    private let headers = KafkaHeaders()
    private var deduplicator: Deduplicator
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var encoder = DocumentEncoder()
    private var frame = FrameBuffer()
    private var writer = JSONWriter()
    private var released: [Release] = []

    init(
        _ producer: KafkaProducer, limits: DedupLimits, logger: Logger, metrics: MetricsRegistry, clock: WallClock
    ) throws(KafkaError) {
        self.producer = producer
        self.clock = clock
        var topics: [KafkaTopic] = []
        for kind in EventKind.allCases { topics.append(try producer.topic(TopicName.market(kind))) }
        self.topics = topics
        deadLetters = try DeadLetters(stage: "dedup", producer: producer, logger: logger, metrics: metrics)
        self.metrics = DedupMetrics(metrics, logger: logger)
        deduplicator = Deduplicator(limits: limits)
    }

    /// Whether nothing waits, so that offsets may be committed.
    var isSettled: Bool { deduplicator.heldCount == 0 }

    /// Takes a document in.
    func process(_ record: KafkaRecord) throws(KafkaError) {
        do throws(DecodeError) {
            batch.removeAll()
            try frame.assign(record.value)
            try decoder.decode(frame, into: &batch)
        } catch {
            try deadLetters.accept(record, code: error.code, reason: "\(error)")
            return
        }
        let entry = batch.entries[0]
        metrics.taken(entry.kind).increment()
        switch deduplicator.admit(entry, of: batch, document: record.value, now: clock.now(), released: &released) {
        case .pass:
            try produce(record.value, kind: entry.kind, key: record.key, source: batch.source)
        case .duplicate:
            metrics.duplicates(entry.kind).increment()
        case .held:
            break
        }
        try publishReleased()
    }

    /// Lets out what has waited long enough.
    func tick() throws(KafkaError) {
        deduplicator.release(now: clock.now(), into: &released)
        try publishReleased()
        metrics.held.set(deduplicator.heldCount)
    }

    // MARK: - Output

    private func produce(
        _ value: UnsafeRawBufferPointer, kind: EventKind, key: UnsafeRawBufferPointer, source: String
    ) throws(KafkaError) {
        headers.removeAll()
        headers.append("type", kind.topicName)
        headers.append("version", "1")
        headers.append("source", source)
        try producer.produce(to: topics[Int(kind.rawValue)], key: key, value: value, headers: headers)
        metrics.passed(kind).increment()
    }

    private func publishReleased() throws(KafkaError) {
        guard !released.isEmpty else { return }
        defer { released.removeAll(keepingCapacity: true) }
        for release in released {
            switch release {
            case .document(let document):
                let key = UnsafeRawBufferPointer(encoder.key(of: document.symbol, in: batch))
                let bytes = document.bytes
                let result = bytes.withUnsafeBytes { value in
                    Result { () throws(KafkaError) in
                        try produce(value, kind: document.kind, key: key, source: document.source)
                    }
                }
                try result.get()
            case .gap(let notice): try publish(notice)
            }
        }
    }

    /// A gap goes to the partition of the same number as the documents that it interrupts: same key, same count.
    private func publish(_ notice: GapNotice) throws(KafkaError) {
        metrics.gapFact.happened(
            "\(notice.symbol.index)",
            metadata: [
                "instrument": "\(batch.symbols[notice.symbol].instrument)",
                "venue": "\(batch.symbols[notice.symbol].venue)",
                "channel": "\(notice.channel)", "from": "\(notice.from)", "to": "\(notice.to)",
                "reason": "\(notice.reason)", "resolved_by": "\(notice.resolvedBy)",
            ])
        let mark = batch.mark
        let source = batch.source
        let receiveTime = batch.receiveTime
        batch.source = notice.source
        batch.receiveTime = notice.receiveTime
        batch.append(
            Gap(
                header: EventHeader(symbol: notice.symbol, eventTime: notice.eventTime),
                channel: batch.addText(notice.channel), fromSequence: notice.from, toSequence: notice.to,
                reason: batch.addText(notice.reason), resolvedBy: batch.addText(notice.resolvedBy)))
        writer.removeAll()
        encoder.encode(batch.entries[batch.count - 1], of: batch, to: &writer)
        batch.rewind(to: mark)
        batch.source = source
        batch.receiveTime = receiveTime
        let key = UnsafeRawBufferPointer(encoder.key(of: notice.symbol, in: batch))
        try produce(writer.bytes, kind: .gap, key: key, source: notice.source)
    }
}
