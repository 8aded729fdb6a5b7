import Foundation
public import Runtime
import ToolKit

/// `tapedeck health`: whether the services of this machine or container are ready.
public enum HealthCommand {
    /// The command.
    public static var command: Command {
        Command(
            "health", abstract: "Tells whether the services here are ready.",
            discussion: """
                Asks /readyz of each service at the ports of the configuration and prints what the checks say. A service \
                that does not run here is left out. The status is 70 when one that answers is not ready, and when none \
                answers at all. With URL that address is asked instead, and must answer with status 200.
                """,
            options: [ConfigOption.option],
            arguments: [CommandArgument("URL", isOptional: true, "An address to ask instead of the services.")]
        ) { options in
            if let url = options.argument("URL") {
                _ = try WebReader().text(of: url)
                return
            }
            let config = try ConfigOption.configuration(options).read(MetricsConfig.self)
            let report = try ServiceHealth.ask(config)
            StandardOutput().write(lines: report.lines)
            guard !report.answers.isEmpty else { throw ToolError.noService(host: config.host) }
            guard report.isReady else { exit(ExitCode.failure.rawValue) }
        }
    }
}
