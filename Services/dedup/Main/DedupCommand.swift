import DedupCore
import Runtime
import Streams

@main
enum DedupCommand {
    static func main() {
        ServiceMain(.dedup) { context in
            DedupService(
                try context.configuration.read(), kafka: try context.kafka(), logger: context.logger,
                metrics: context.metrics, health: context.health)
        }.run()
    }
}
