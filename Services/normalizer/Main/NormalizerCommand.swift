import NormalizerCore
import Runtime
import Streams

@main
enum NormalizerCommand {
    static func main() {
        ServiceMain(.normalizer) { context in
            NormalizerService(
                try context.configuration.read(), kafka: try context.kafka(), logger: context.logger,
                metrics: context.metrics, health: context.health)
        }.run()
    }
}
