import DedupCore
import Dispatch
import Kafka
import NormalizerCore
import Redis
import Runtime
import SignalsCore

/// Normalizer, dedup and signals on threads of this process, each with its own metrics.
final class RunningStages {
    /// Signals' metrics: they hold the latency.
    let signals = MetricsRegistry()
    private let shutdown = ShutdownSignal()
    private let ended = DispatchGroup()

    init(_ configuration: Configuration, kafka: KafkaConfig, redis: RedisConfig, logger: Logger) throws {
        let services: [any Service] = [
            NormalizerService(try configuration.read(), kafka: kafka, logger: logger, metrics: MetricsRegistry()),
            DedupService(try configuration.read(), kafka: kafka, logger: logger, metrics: MetricsRegistry()),
            SignalsService(
                try configuration.read(), kafka: kafka, redis: redis, logger: logger, metrics: signals),
        ]
        for service in services {
            ended.enter()
            WorkerThread.detach(name: service.name) { [shutdown, ended] in
                do { try service.run(until: shutdown) } catch { print("\(service.name): \(error)") }
                ended.leave()
            }
        }
    }

    func stop() {
        shutdown.request(reason: "measured")
        ended.wait()
    }
}
