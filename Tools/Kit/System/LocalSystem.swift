public import Foundation
import Kafka
import MarketData
import Redis
import Runtime
public import Simulator
public import Streams
import VenueKit

/// The whole system on this machine: missing parts (Kafka, Redis, venues), and the services as processes.
public final class LocalSystem {
    /// The options of the run.
    public let options: SystemOptions
    /// Where everything is kept.
    public let directory: URL
    /// Its topics.
    public let table: TopicTable
    /// The brokers.
    public private(set) var bootstrapServers = ""
    /// Where signals writes.
    public private(set) var redisURL = ""
    /// What the services read.
    public private(set) var configuration = ""
    /// The services that were started, by the order of starting.
    public private(set) var services: [ChildProcess] = []
    /// The simulator that replaces the venues.
    public private(set) var simulator: VenueSimulator?
    /// The port of the archiver's metrics.
    public private(set) var archiverPort = 0
    private var broker: EmbeddedBroker?
    private var redis: ChildProcess?
    private var programs: [String: (path: String, arguments: [String])] = [:]

    /// Nothing is started before `prepare()`.
    public init(_ options: SystemOptions) {
        self.options = options
        directory = URL(filePath: options.directory).absoluteURL
        table = TopicTable(venues: options.markets.map(\.venue.name).uniqued(), partitions: 2)
    }

    /// Starts everything but the services, in an empty directory.
    public func prepare() throws {
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        bootstrapServers = try startBroker()
        redisURL = try startRedis()
        let simulator = try startSimulator()
        configuration = try writeConfiguration(bootstrapServers, redisURL, simulator)
    }

    /// Restarts a service that `startServices` has started before and that has ended.
    public func start(_ name: String) throws {
        guard let (path, arguments) = programs[name] else { return }
        let process = try ChildProcess(name: name, program: path, arguments: arguments, directory: directory)
        services.removeAll { $0.name == name }
        services.append(process)
    }

    private func startBroker() throws -> String {
        if let servers = options.bootstrapServers {
            let admin = try KafkaAdmin(KafkaConfig(bootstrapServers: servers))
            _ = try admin.create(table.topics, timeoutMilliseconds: 30_000)
            return servers
        }
        let broker = try EmbeddedBroker()
        for topic in table.topics { try broker.createTopic(topic.name, partitions: topic.partitions) }
        self.broker = broker
        StandardOutput().write(lines: [
            "The embedded broker keeps its records in memory and few of them: for demonstrations and tests only."
        ])
        return broker.bootstrapServers
    }

    private func startRedis() throws -> String {
        if let url = options.redisURL {
            // It may contain a password, which must not be in a file: the services inherit the variable.
            setenv("TAPEDECK_REDIS_URL", url, 1)
            return url
        }
        let port = FreePort.find()
        redis = try ChildProcess(
            name: "redis", program: "/usr/bin/redis-server",
            arguments: [
                "--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory.path,
            ], directory: directory)
        return "redis://127.0.0.1:\(port)/0"
    }

    private func startSimulator() throws -> VenueSimulator {
        var simulation = SimulatorOptions()
        simulation.seed = options.seed
        simulation.framesPerSecond = options.framesPerSecond
        simulation.frames = options.frames
        simulation.speed = options.speed
        let simulator = try VenueSimulator(options: simulation)
        try simulator.start()
        self.simulator = simulator
        return simulator
    }

    private func writeConfiguration(_ servers: String, _ redisURL: String, _ simulator: VenueSimulator) throws -> String
    {
        let services = ServiceRegistry.all
        let ports = Array(zip(services.map(\.name), FreePort.find(services.count)))
        archiverPort = ports.first { $0.0 == ServiceDeclaration.archiver.name }?.1 ?? 0
        let configuration = SystemConfiguration(
            bootstrapServers: servers, redis: try RedisConfig(url: redisURL), archive: "\(directory.path)/archive",
            alertsMemory: "\(directory.path)/alerts.json", spool: "\(directory.path)/spool",
            spoolMegabytes: options.spoolMegabytes,
            lagMilliseconds: options.lagMilliseconds, heldPerChannel: options.heldPerChannel,
            ports: ports, markets: options.markets
        ) { market, source in
            simulator.endpoints(venue: market.venue.name, product: market.product, label: source)
        }
        let path = directory.appending(path: "tapedeck.yaml").path
        try configuration.text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Starts the services.
    public func startServices() throws {
        let config = configuration
        let folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        func launch(_ service: ServiceDeclaration, as name: String, _ arguments: [String] = []) throws {
            programs[name] = (folder.appending(path: service.program).path, ["--config", config] + arguments)
            try start(name)
        }
        // Services that read Kafka start first, so that all of them listen when the venues begin.
        for service in ServiceRegistry.all where service.scale != .sources { try launch(service, as: service.name) }
        for service in ServiceRegistry.all where service.scale == .sources {
            for source in SystemOptions.sources {
                // The first one gets the configured port, which `tapedeck top` uses.
                let port = source == SystemOptions.sources[0] ? [] : ["--metrics-port", "0"]
                try launch(service, as: "\(service.name)-\(source)", ["--source", source] + port)
            }
        }
    }

    /// Ends everything.
    public func stop() {
        for service in services { service.terminate() }
        for service in services { _ = service.waitForEnd(seconds: 10) }
        simulator?.stop()
        redis?.terminate()
        _ = redis?.waitForEnd(seconds: 5)
        broker = nil
    }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, in order.
    fileprivate func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
