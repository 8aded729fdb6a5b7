import Archive
import Documents
import JSON
import MarketData
import TestSupport

@testable import ArchiverCore

/// A document as it lies on Kafka.
struct WrittenDocument: Sendable {
    let log: TopicPartition
    let offset: Int64
    let json: String

    var topic: String { log.topic }

    /// Random documents of every kind by seed, each topic's with offsets from 0 in one partition.
    static func random(seed: UInt64, count: Int, kinds: [EventKind] = EventKind.allCases) -> [WrittenDocument] {
        var events = RandomEvents(seed: seed)
        var batch = EventBatch()
        var encoder = DocumentEncoder()
        var writer = JSONWriter()
        var offsets: [String: Int64] = [:]
        return (0..<count).map { index in
            batch.removeAll()
            let kind = kinds[index % kinds.count]
            events.append(kind, to: &batch)
            writer.removeAll()
            encoder.encode(batch.entries[0], of: batch, to: &writer)
            let topic = "market.\(kind.topicName).v1"
            let offset = offsets[topic, default: 0]
            offsets[topic] = offset + 1
            return WrittenDocument(
                log: TopicPartition(topic: topic, partition: 0), offset: offset, json: writer.string)
        }
    }
}
