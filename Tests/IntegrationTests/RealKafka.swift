import Foundation
import PipelineSupport
import TestSupport

/// The Kafka that these tests need; its topics are made anew by each of them, so it must be theirs alone.
enum RealKafka {
    /// `host:port`; nil where there is none, and then the tests say that they are skipped.
    static let servers = variable("KAFKA_BOOTSTRAP_SERVERS")

    /// The port on loopback at which the broker really listens, where `servers` is a place for a proxy before it.
    static let portBehindProxy = variable("KAFKA_PORT_BEHIND_PROXY").flatMap { Int($0) }

    /// Kills the broker, e.g. `kill -9 …`: only where nothing else uses it.
    static let kill = variable("KAFKA_KILL_COMMAND")
    /// Asks the only broker to end, and waits until it has.
    static let stop = variable("KAFKA_STOP_COMMAND")
    /// Kills one of three brokers; its number is added as the last word.
    static let killBroker = variable("KAFKA_BROKER_KILL_COMMAND")
    /// Asks one of three brokers to end; its number is added as the last word.
    static let stopBroker = variable("KAFKA_BROKER_STOP_COMMAND")
    /// Starts the brokers that do not run.
    static let start = variable("KAFKA_START_COMMAND")

    /// Runs one of the commands.
    static func run(_ command: String?, broker: Int32? = nil) throws {
        let line = [command ?? "false", broker.map { "\($0)" } ?? ""].joined(separator: " ")
        guard ServerCommand.run(line) else { throw PipelineFailure(what: "failed: \(line)") }
    }

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
