import AlertsCore
import Runtime
import Streams

@main
enum AlertsCommand {
    static func main() {
        ServiceMain(
            .alerts,
            discussion: """
                It turns documents of market.status and market.gap, and the rules that fire in Prometheus, into \
                messages to the channels of the section alerts: webhook, Slack, Telegram, mail. Each channel has its \
                least severity, its rate and its grouping, and is told when what it was told of is resolved.
                """
        ) { context in
            AlertsService(
                try context.configuration.read(), kafka: try context.kafka(), logger: context.logger,
                metrics: context.metrics, health: context.health)
        }.run()
    }
}
