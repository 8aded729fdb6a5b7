import Base
import Glibc

/// The main program of a service: reads command line and configuration, opens log, metrics and health, and runs the
/// service until a signal comes.
///
/// ```
/// @main
/// enum DedupCommand {
///     static func main() {
///         ServiceMain(.dedup) { context in
///             try DedupService(config: context.configuration.read(), context: context)
///         }.run()
///     }
/// }
/// ```
public struct ServiceMain: Sendable {
    private let service: ServiceDeclaration
    private let discussion: String
    private let options: [CommandOption]
    private let make: @Sendable (ServiceContext) throws -> any Service

    /// Nothing is read or started before `run`.
    ///
    /// - Parameters:
    ///   - service: the service of the program.
    ///   - discussion: the text of `--help` in addition to the declaration's sentence.
    ///   - options: options in addition to `--config`, `--log-level` and `--metrics-port`.
    ///   - make: creates the service. It must not wait for brokers; `Service.run` does that.
    public init(
        _ service: ServiceDeclaration, discussion: String = "", options: [CommandOption] = [],
        make: @escaping @Sendable (ServiceContext) throws -> any Service
    ) {
        self.service = service
        self.discussion = discussion
        self.options = options
        self.make = make
    }

    /// Runs the service and exits the process with 0 after a graceful shutdown, 64 for wrong usage, 78 for a wrong
    /// configuration, 70 when the service failed.
    public func run(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> Never {
        command.main(arguments)
    }

    private var command: Command {
        let common: [CommandOption] = [
            .value(
                "config", "PATH",
                "The configuration file; without it \(Configuration.defaultPath) where there is one, else the defaults."
            ),
            .value("log-level", "LEVEL", "Overrides log.level."),
            .value("metrics-port", "PORT", "Overrides metrics.ports.\(service.name); 0 takes any free port."),
        ]
        return Command(
            service.program, abstract: service.abstract, discussion: discussion, options: common + options
        ) { parsed in
            let code = try run(parsed)
            // What is still running may use what exit handlers take down.
            if code != .success { _exit(code.rawValue) }
        }
    }

    private func run(_ options: ParsedCommand) throws -> ExitCode {
        let configuration = try Configuration(path: options.value("config")).limited(to: service)
        try startLog(configuration, options)
        let metricsConfig = try configuration.read(MetricsConfig.self)
        let context = ServiceContext(
            name: service.name, configuration: configuration, options: options, logger: Logger(label: service.name),
            metrics: MetricsRegistry(), health: HealthChecks(limits: try configuration.read()),
            shutdown: ShutdownSignal(), clock: .system)
        ProcessMetrics.register(in: context.metrics, version: Build.version, startNanoseconds: context.clock.now())
        context.health.add("service") { [shutdown = context.shutdown] in
            shutdown.isRequested ? .failing("shutting down") : .ok
        }
        let runner = ServiceRunner(logger: context.logger, shutdown: context.shutdown)
        runner.handleSignals()
        MemoryTrimmer.start(until: context.shutdown)
        let running = try make(context)
        HangGuard.start(context.health, logger: context.logger, until: context.shutdown)
        context.health.show(in: context.metrics)
        let port = try options.integer("metrics-port", in: 0...65535) ?? metricsConfig.port(of: service)
        let server = try startServer(host: metricsConfig.host, port: port, context)
        defer { server.stop() }
        context.logger.info(
            "started",
            metadata: [
                "version": "\(Build.version)", "configuration": "\(configuration.path ?? "defaults")",
                "metrics": "\(server.url)/metrics",
            ])
        return runner.run([running])
    }

    private func startLog(_ configuration: Configuration, _ options: ParsedCommand) throws {
        let config = try configuration.read(LogConfig.self)
        let level = try options.choice("log-level", of: Logger.Level.self) ?? config.level
        LoggingSystem.bootstrap { StreamLogHandler(label: $0, level: level, format: config.format) }
    }

    private func startServer(
        host: String, port: Int, _ context: ServiceContext
    ) throws(ConfigurationError) -> HealthServer {
        let server = HealthServer(
            host: host, port: UInt16(port), metrics: context.metrics, checks: context.health)
        do {
            try server.start()
            return server
        } catch {
            throw .invalid(
                .absent(path: context.configuration.path), key: "metrics.ports.\(service.name)",
                found: "\(port) (\(error))",
                allowed: "a port that is free here; 0 takes any, and --metrics-port overrides it")
        }
    }
}
