import DedupCore
import Runtime

@main
enum DedupCommand {
    static func main() {
        ServiceMain("dedup", abstract: "Makes one gapless stream out of the sources' copies.") { context in
            DedupService(
                try context.configuration.read(), kafka: try context.kafka(), logger: context.logger,
                metrics: context.metrics, health: context.health)
        }.run()
    }
}
