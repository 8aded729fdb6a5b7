import Base
import Foundation
import Kafka
import MarketData
import Runtime
import Synchronization

/// Measures the age of documents when a reader of some topics receives them: the time of reading minus their `ts_recv`.
final class HopWatch: Sendable {
    private let ages = Mutex<[Double]>([])
    private let isEnding = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)

    /// Reads from the current ends of the topics on a separate thread.
    ///
    /// - Parameters:
    ///   - topics: the topics, all with four partitions.
    ///   - readsCommitted: whether to wait for documents of open transactions.
    ///   - receiveTime: the receive time at our socket in nanoseconds; nil for a record without one.
    init(
        _ topics: [String], readsCommitted: Bool, kafka: KafkaConfig,
        receiveTime: @escaping @Sendable (KafkaRecord) -> Int64? = { ReceiveTime.read($0.value) }
    ) throws {
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: nil, readsCommitted: readsCommitted, fetchWaitMilliseconds: 10))
        try consumer.assign(
            topics.flatMap { topic in
                (0..<4).map { KafkaPosition(topic: topic, partition: $0, offset: KafkaPosition.Special.end) }
            })
        WorkerThread.detach(name: "watch") { [self] in
            while !isEnding.withLock({ $0 }) {
                guard let batch = try? consumer.poll(maxRecords: 2000, timeoutMilliseconds: 2) else { continue }
                let now = WallClock.system.now()
                let found = (0..<batch.count).compactMap { receiveTime(batch[$0]) }
                ages.withLock { $0 += found.map { Double(now - $0) / 1e6 } }
            }
            try? consumer.close()
            ended.signal()
        }
    }

    /// Discards all measurements.
    func clear() { ages.withLock { $0.removeAll() } }

    /// Ends the reading.
    func stop() {
        isEnding.withLock { $0 = true }
        ended.wait()
    }

    /// A quantile of the ages in milliseconds.
    func quantile(_ share: Double) -> Double {
        ages.withLock { ages in
            ages.sort()
            return ages.isEmpty ? .nan : ages[min(ages.count - 1, Int(share * Double(ages.count)))]
        }
    }

    /// The quantiles as text.
    var text: String {
        String(format: "p50 %6.1f p90 %6.1f p99 %6.1f ms", quantile(0.5), quantile(0.9), quantile(0.99))
    }
}
