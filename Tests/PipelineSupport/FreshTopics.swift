import Foundation
import Kafka

/// Makes topics anew on a real Kafka: what an earlier test left in them is gone.
enum FreshTopics {
    /// Deletes and creates. Kafka deletes in the background, so creating is tried until it works.
    static func make(_ topics: [KafkaTopicSpecification], on kafka: KafkaConfig) throws {
        let admin = try KafkaAdmin(kafka)
        _ = admin.waitForBroker(timeoutMilliseconds: 30_000)
        try? admin.delete(topics.map(\.name), timeoutMilliseconds: 30_000)
        var missing = topics
        for _ in 0..<150 {
            let made = (try? admin.create(missing, timeoutMilliseconds: 30_000)) ?? [:]
            missing.removeAll { made[$0.name] == .created }
            if missing.isEmpty { return }
            usleep(200_000)
        }
        throw PipelineFailure(what: "topics are still there: \(missing.map(\.name))")
    }

    /// Deletes them when the test is over: other tests on the same Kafka read topics of these names from the beginning.
    static func remove(_ topics: [KafkaTopicSpecification], from kafka: KafkaConfig) {
        guard let admin = try? KafkaAdmin(kafka) else { return }
        try? admin.delete(topics.map(\.name), timeoutMilliseconds: 30_000)
    }
}
