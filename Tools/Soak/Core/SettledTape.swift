import Foundation
import Kafka
import MarketData
import Runtime
import ToolKit

/// `market.*` after the venues have been paused and everything has been processed.
struct SettledTape {
    let kafka: KafkaConfig

    /// How long processing may take, in seconds.
    private static let patience = 180.0
    /// The number of records that may be in flight although the market is paused.
    private static let heartbeats: Int64 = 20

    /// Waits until there is almost no lag and the output no longer changes.
    ///
    /// - Parameter onTurn: called twice a second.
    func settle(onTurn: () throws -> Void = {}) throws {
        let topics = try topics()
        let lags = try [(ServiceDeclaration.normalizer, "raw."), (.dedup, "normalized.")].map { service, prefix in
            try GroupLag(
                kafka, group: service.program, partitions: Self.partitions(of: topics) { $0.hasPrefix(prefix) })
        }
        let compared = [EventKind.trade, .book].map(TopicName.market)
        let outputs = Self.partitions(of: topics, where: compared.contains)
        // An open transaction of a killed dedup hides later committed records until it times out.
        let readers = try [true, false].map {
            try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil, readsCommitted: $0))
        }
        let end = Date(timeIntervalSinceNow: Self.patience)
        var last: [Int64] = []
        var quiet = 0
        while quiet < 8 {
            Thread.sleep(forTimeInterval: 0.5)
            try onTurn()
            // Heartbeats continue while the market is paused, so a small lag is accepted.
            let behind = lags.map { (try? $0.measure()) ?? .max }
            let ends = try readers.map { reader in
                try outputs.map {
                    try reader.watermarks(topic: $0.topic, partition: $0.partition, timeoutMilliseconds: 10_000).high
                }
            }
            let isQuiet = behind.allSatisfy { $0 < Self.heartbeats } && ends[0] == ends[1] && ends[0] == last
            quiet = isQuiet ? quiet + 1 : 0
            last = ends[0]
            guard Date() < end else { throw SoakFailure.neverSettled("behind \(behind)") }
        }
    }

    /// The committed trades, books, gaps and coverage documents.
    func ledger() throws -> SoakLedger {
        var ledger = SoakLedger()
        let topics = try topics()
        for kind in [EventKind.trade, .book, .gap, .coverage] {
            guard let topic = topics.first(where: { $0.name == TopicName.market(kind) }) else { continue }
            var reader = try PartitionReader(kafka, topic: topic, from: KafkaPosition.Special.beginning)
            while !reader.hasSeenEnds { try reader.next().forEach { ledger.take($0.value) } }
        }
        return ledger
    }

    private func topics() throws(KafkaError) -> [KafkaTopicDescription] {
        try KafkaAdmin(kafka).list(timeoutMilliseconds: 10_000)
    }

    private static func partitions(
        of topics: [KafkaTopicDescription], where isWanted: (String) -> Bool
    ) -> [KafkaPosition] {
        topics.filter { isWanted($0.name) }.flatMap { topic in
            topic.partitions.map { KafkaPosition(topic: topic.name, partition: $0.id) }
        }
    }
}
