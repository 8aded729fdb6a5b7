import Foundation

/// The Kafka that these tests need; its topics are made anew by each of them, so it must be theirs alone.
enum RealKafka {
    /// `host:port`; nil where there is none, and then the tests say that they are skipped.
    static let servers = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"].flatMap {
        $0.isEmpty ? nil : $0
    }
}
