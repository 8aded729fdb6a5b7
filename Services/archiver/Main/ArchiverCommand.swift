import ArchiverCore
import ObjectStore
import Runtime
import Streams

@main
enum ArchiverCommand {
    static func main() {
        ServiceMain(.archiver) { context in
            ArchiverService(
                try context.configuration.read(), kafka: try context.kafka(), logger: context.logger,
                metrics: context.metrics, health: context.health, whenEnded: ObjectStore.finish)
        }.run()
    }
}
