import ProducerCore
import Runtime
import Streams

@main
enum ProducerCommand {
    static func main() {
        ServiceMain(
            .producer,
            discussion: "Without --venue and --source it records all that the configuration names.",
            options: [
                .value("venue", "NAME", "Record this venue only."),
                .value("source", "NAME", "Record this source only."),
            ]
        ) { context in
            let venues = try context.configuration.venues(knowing: ProducerConfig.vocabulary)
            let configs = ProducerConfig.all(
                venues, options: try context.configuration.read(), venue: context.options.value("venue"),
                source: context.options.value("source"))
            guard !configs.isEmpty else {
                throw UsageError("the configuration names no such venue and source, so there is nothing to record")
            }
            return ProducerService(
                configs, kafka: try context.kafka(), spool: try context.configuration.read(), logger: context.logger,
                metrics: context.metrics, health: context.health)
        }.run()
    }
}
