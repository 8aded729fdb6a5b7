import Base
import Foundation
public import Kafka
import Runtime
import Synchronization
import VenueKit

/// Copies every committed record of some topics as it appears, since the embedded broker forgets; no group, no commits.
public final class KafkaTape: @unchecked Sendable {
    private let consumer: KafkaConsumer
    private let shutdown = ShutdownSignal()
    private let ended = DispatchSemaphore(value: 0)
    private let topics = Mutex<[String: [TapeRecord]]>([:])
    private let loss = Mutex<String?>(nil)
    private var isStopped = false
    /// How far each partition was read when its end was met.
    private let ends = Mutex<[KafkaPosition: Int64]>([:])
    private let forgets: Bool
    /// Only the reading thread's.
    private var expectedOffsets: [String: [Int32: Int64]] = [:]

    /// Reads from the beginning until `stop()`.
    ///
    /// - Parameter forgets: whether the broker throws old records away, so that a hole in the offsets is a loss. A real
    ///   one does not, and the holes are its markers of transactions.
    public init(_ kafka: KafkaConfig, topics: [KafkaTopicSpecification], forgets: Bool) throws {
        self.forgets = forgets
        consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: nil, reportsEnds: true, fetchWaitMilliseconds: 10))
        try consumer.assign(
            topics.flatMap { topic in
                (0..<topic.partitions).map {
                    KafkaPosition(
                        topic: topic.name, partition: Int32($0), offset: KafkaPosition.Special.beginning)
                }
            })
        WorkerThread.detach(name: "tape") { [self] in
            while !shutdown.isRequested { read() }
            // One that is let go while it is assigned may wait for a broker that has been killed meanwhile, for ever.
            try? consumer.close()
            ended.signal()
        }
    }

    /// Ends the reading.
    public func stop() {
        shutdown.request(reason: "test")
        guard !isStopped else { return }
        isStopped = true
        ended.wait()
    }

    /// What was missed, because the broker had forgotten it before it was read; nil when nothing was.
    public var missed: String? { loss.withLock { $0 } }

    /// The records of a topic, those of one partition in order.
    public func records(_ topic: String) -> [TapeRecord] { topics.withLock { $0[topic] ?? [] } }

    /// How many records the topics have whose name begins so.
    public func count(_ prefix: String) -> Int {
        topics.withLock { $0.reduce(0) { $0 + ($1.key.hasPrefix(prefix) ? $1.value.count : 0) } }
    }

    /// Whether a partition was read to this offset, markers of transactions included.
    func hasRead(_ topic: String, _ partition: Int32, to offset: Int64) -> Bool {
        let place = KafkaPosition(topic: topic, partition: partition, offset: 0)
        return offset == 0 || ends.withLock { $0[place] ?? 0 } >= offset
    }

    /// The topics in which anything is, sorted.
    public var names: [String] { topics.withLock { $0.keys.sorted() } }

    private func read() {
        guard let batch = try? consumer.poll(maxRecords: 5000, timeoutMilliseconds: 10) else { return }
        var copies: [String: [TapeRecord]] = [:]
        batch.forEach { copies[$0.topic, default: []].append(Self.copy($0)) }
        for (name, records) in copies {
            if forgets { for record in records { check(record, name) } }
            topics.withLock { $0[name, default: []] += records }
        }
        for end in batch.ends {
            let place = KafkaPosition(topic: end.topic, partition: end.partition, offset: 0)
            ends.withLock { $0[place] = end.offset }
        }
    }

    /// Offsets follow each other from 0: what is left out was thrown away unread.
    private func check(_ record: TapeRecord, _ topic: String) {
        let expected = expectedOffsets[topic]?[record.partition] ?? 0
        expectedOffsets[topic, default: [:]][record.partition] = record.offset + 1
        guard record.offset > expected else { return }
        loss.withLock { loss in
            loss = loss ?? "\(topic)[\(record.partition)] offsets \(expected)..<\(record.offset) were forgotten unread"
        }
    }

    private static func copy(_ record: KafkaRecord) -> TapeRecord {
        var headers: [String: String] = [:]
        record.forEachHeader { name, value in
            for field in RawHeader.fields(of: name, value) { headers[field.name] = field.value }
        }
        return TapeRecord(
            partition: record.partition, offset: record.offset, key: String(decoding: record.key, as: UTF8.self),
            value: Array(record.value), headers: headers)
    }
}
