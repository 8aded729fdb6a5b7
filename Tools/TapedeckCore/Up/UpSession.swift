import Foundation
import Kafka
import MarketData
import Parquet
import Redis
import Runtime
import Simulator
import Venues

/// One run of the whole system: starts what is missing, watches it, paces the simulator, and ends it all.
final class UpSession {
    private let options: UpOptions
    private let shutdown: ShutdownSignal
    private let directory: URL
    private let table: TopicTable
    private var broker: EmbeddedBroker?
    private var redis: ChildProcess?
    private var services: [ChildProcess] = []
    private var simulator: VenueSimulator?
    private var isPaused = false
    private var archiverPort = 0

    /// Records behind at which the simulator is told to wait, and at which it goes on.
    private static let pauseLag = 6000
    private static let resumeLag = 1500

    init(_ options: UpOptions, shutdown: ShutdownSignal) {
        self.options = options
        self.shutdown = shutdown
        directory = URL(filePath: options.directory).absoluteURL
        table = TopicTable(venues: options.markets.map(\.venue.name).uniqued(), partitions: 2)
    }

    /// Runs until Ctrl-C or the time is over; answers the summary.
    func run() throws -> UpSummary {
        defer { stopEverything() }
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let servers = try startBroker()
        let redisURL = try startRedis()
        let simulator = try startSimulator()
        let config = try writeConfiguration(servers, redisURL, simulator)
        let kafka = KafkaConfig(bootstrapServers: servers, clientID: "tapedeck-up")
        let watcher = try TapeWatcher(kafka, topics: table.topics)
        watcher.start()
        defer { watcher.stop() }
        try startServices(config)
        let books = try BookCheck(url: redisURL)
        let lags = try makeLags(kafka)
        StandardOutput().write(lines: [
            "configuration \(config)", "logs          \(directory.path)/logs", "redis         \(redisURL)",
            "kafka         \(servers)",
        ])
        watch(watcher, books, lags)
        return try finish(watcher, books, lags)
    }

    // MARK: - Starting

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
        if let url = options.redisURL { return url }
        let port = FreePort.find(1)[0]
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
        let names = MetricsConfig.defaultPorts.map(\.service)
        let ports = Array(zip(names, FreePort.find(names.count)))
        archiverPort = ports.first { $0.0 == "archiver" }?.1 ?? 0
        let configuration = UpConfiguration(
            bootstrapServers: servers, redisURL: redisURL, archive: "\(directory.path)/archive",
            ports: ports, markets: options.markets
        ) { market, source in
            simulator.endpoints(venue: market.venue.name, product: market.product, label: source)
        }
        let path = directory.appending(path: "tapedeck.yaml").path
        try configuration.text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func startServices(_ config: String) throws {
        let folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        func start(_ name: String, _ program: String, _ arguments: [String] = []) throws {
            services.append(
                try ChildProcess(
                    name: name, program: folder.appending(path: program).path,
                    arguments: ["--config", config] + arguments, directory: directory))
        }
        for service in ["normalizer", "dedup", "archiver", "signals"] { try start(service, "tapedeck-\(service)") }
        for source in UpOptions.sources {
            // The first has the port of the configuration, where `tapedeck top` looks.
            let port = source == UpOptions.sources[0] ? [] : ["--metrics-port", "0"]
            try start("producer-\(source)", "tapedeck-producer", ["--source", source] + port)
        }
    }

    private func makeLags(_ kafka: KafkaConfig) throws -> [GroupLag] {
        func partitions(_ prefix: String) -> [KafkaPosition] {
            table.topics.filter { $0.name.hasPrefix(prefix) }.flatMap { topic in
                (0..<topic.partitions).map { KafkaPosition(topic: topic.name, partition: Int32($0)) }
            }
        }
        return [
            try GroupLag(kafka, group: "tapedeck-normalizer", partitions: partitions("raw.")),
            try GroupLag(kafka, group: "tapedeck-dedup", partitions: partitions("normalized.")),
        ]
    }

    /// Records that normalizer and dedup have still to read.
    private static func sum(_ lags: [GroupLag]) -> Int {
        lags.reduce(0) { $0 + Int((try? $1.measure()) ?? 0) }
    }

    // MARK: - Watching

    private func watch(_ watcher: TapeWatcher, _ books: BookCheck, _ lags: [GroupLag]) {
        let end = options.seconds.map { Date(timeIntervalSinceNow: Double($0)) }
        var report = UpReport(isTerminal: isatty(1) == 1)
        while !shutdown.isRequested, end.map({ Date() < $0 }) ?? true {
            _ = shutdown.wait(milliseconds: 1000)
            if let dead = services.first(where: { !$0.isRunning }) {
                StandardOutput().write(lines: [
                    "\(dead.name) ended with status \(dead.status); its last lines:\n\(dead.lastLines(5))"
                ])
                return
            }
            let lag = Self.sum(lags)
            pace(lag)
            if let text = report.text(watcher.current, books.findings(options.markets), lag: lag, isPaused: isPaused) {
                StandardOutput().write(lines: [text])
            }
        }
    }

    /// The embedded broker forgets what is old, read or not: the simulator must not run ahead of the services.
    private func pace(_ lag: Int) {
        if lag > Self.pauseLag, !isPaused {
            isPaused = true
            _ = try? simulator?.control("pause")
        } else if lag < Self.resumeLag, isPaused {
            isPaused = false
            _ = try? simulator?.control("resume")
        }
    }

    // MARK: - Ending

    /// Lets everything that was made run through, looks at it, and ends the services in the order of the stream.
    private func finish(_ watcher: TapeWatcher, _ books: BookCheck, _ lags: [GroupLag]) throws -> UpSummary {
        _ = try? simulator?.control("pause")
        let end = Date(timeIntervalSinceNow: 15)
        while Date() < end, Self.sum(lags) > 0 { Thread.sleep(forTimeInterval: 0.2) }
        Thread.sleep(forTimeInterval: 0.5)
        let findings = books.findings(options.markets)
        var casualties = services.filter { !$0.isRunning }.map { "\($0.name) ended by itself with status \($0.status)" }
        // In the order of the stream: what dedup says last is still archived.
        let readers: Set = ["archiver", "signals"]
        func stop(_ group: [ChildProcess]) {
            for service in group.reversed() {
                service.terminate()
                if !service.waitForEnd(seconds: 20) { casualties.append("\(service.name) did not end in time") }
            }
        }
        stop(services.filter { !readers.contains($0.name) })
        try waitForArchiver(watcher)
        stop(services.filter { readers.contains($0.name) })
        let archive = ArchiveCount.rows(under: "\(directory.path)/archive")
        return UpSummary(
            counts: watcher.current, books: findings, archivedRows: archive.rows, archivedFiles: archive.files,
            casualties: casualties, expectedTypes: expectedTypes)
    }

    /// Waits until the archiver has taken in all that the watcher has seen, and nothing more comes; 20 s at most.
    private func waitForArchiver(_ watcher: TapeWatcher) throws {
        let scraper = try ServiceScraper(host: "127.0.0.1", ports: ["archiver": archiverPort])
        let end = Date(timeIntervalSinceNow: 20)
        var last = -1
        while Date() < end {
            Thread.sleep(forTimeInterval: 0.5)
            let seen = watcher.current.venues.values.reduce(0) { $0 + $1.total }
            let metrics = scraper.scrape(now: { 0 })["archiver"]
            if seen == last, Int(metrics?.sum(of: "tapedeck_documents_in_total") ?? 0) >= seen { return }
            last = seen
        }
    }

    private var expectedTypes: [String: Set<String>] {
        guard options.frames.isEmpty else { return [:] }
        return options.markets.reduce(into: [:]) { types, market in
            types[market.venue.name, default: []].formUnion(market.venue.kinds(for: market.product).map(\.topicName))
        }
    }

    private func stopEverything() {
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
