import Foundation
import Kafka
import MarketData
import Runtime
import ToolKit

/// `market.*` when the venues stand still and all that they sent has come through.
struct SettledTape {
    let kafka: KafkaConfig

    /// How long everything may take to come through, in seconds.
    private static let patience = 180.0
    /// Records that may be on their way although the market is paused.
    private static let heartbeats: Int64 = 20

    /// Waits until next to nothing is behind and the output stands still.
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
        // What a dedup that was killed left open hides what others have committed behind it until its time is over.
        let readers = try [true, false].map {
            try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil, readsCommitted: $0))
        }
        let end = Date(timeIntervalSinceNow: Self.patience)
        var last: [Int64] = []
        var quiet = 0
        while quiet < 8 {
            Thread.sleep(forTimeInterval: 0.5)
            try onTurn()
            // Heartbeats go on while the market is paused, so it is enough that next to nothing is behind.
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

    /// What is committed of trades, books, gaps and coverage.
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
