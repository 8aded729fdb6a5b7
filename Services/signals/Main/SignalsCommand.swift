import Redis
import Runtime
import SignalsCore
import Streams

@main
enum SignalsCommand {
    static func main() {
        ServiceMain(.signals) { context in
            SignalsService(
                try context.configuration.read(), kafka: try context.kafka(),
                redis: try RedisConfig(context.configuration.read()), logger: context.logger, metrics: context.metrics,
                health: context.health)
        }.run()
    }
}
