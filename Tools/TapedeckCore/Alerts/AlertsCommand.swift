import Runtime

/// `tapedeck alerts`: tells people what is wrong.
enum AlertsCommand {
    /// The subcommand.
    static var command: Command {
        ServiceMain(
            "alerts", abstract: "Tells people what is wrong, by web services and mail.",
            discussion: """
                It turns documents of market.status and market.gap, and the rules that fire in Prometheus, into \
                messages to the channels of the section alerts: webhook, Slack, Telegram, mail. Each channel has its \
                least severity, its rate and its grouping, and is told when what it was told of is resolved.
                """
        ) { context in
            try AlertsService(
                try context.configuration.read(), kafka: try context.kafka(), logger: context.logger,
                metrics: context.metrics, health: context.health)
        }.subcommand
    }
}
