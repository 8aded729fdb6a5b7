import Base
import Foundation
import Kafka
import MarketData
import Parquet
import Redis
import Runtime
import Simulator
import Streams
import ToolKit
import VenueKit

/// One run of the whole system: starts the missing parts, watches them, paces the simulator, and stops everything.
final class UpSession {
    private let system: LocalSystem
    private let seconds: Int?
    private let shutdown: ShutdownSignal
    private var isPaused = false

    /// The lag in records at which the simulator is paused, and at which it is resumed.
    private static let pauseLag = 6000
    private static let resumeLag = 1500

    /// - Parameter seconds: the duration of the run; nil to run until Ctrl-C.
    init(_ options: SystemOptions, seconds: Int?, shutdown: ShutdownSignal) {
        system = LocalSystem(options)
        self.seconds = seconds
        self.shutdown = shutdown
    }

    /// Runs until Ctrl-C or the end of the duration; returns the summary.
    func run() throws -> UpSummary {
        defer { system.stop() }
        try system.prepare()
        let kafka = KafkaConfig(bootstrapServers: system.bootstrapServers, clientID: "tapedeck-up")
        let watcher = try TapeWatcher(kafka, topics: system.table.topics)
        watcher.start()
        defer { watcher.stop() }
        try system.startServices()
        let redis = try RedisConfig(url: system.redisURL)
        let books = BookCheck(redis)
        let lags = try makeLags(kafka)
        StandardOutput().write(lines: [
            "configuration \(system.configuration)", "logs          \(system.directory.path)/logs",
            "redis         \(redis)", "kafka         \(system.bootstrapServers)",
        ])
        watch(watcher, books, lags)
        return try finish(watcher, books, lags)
    }

    private func makeLags(_ kafka: KafkaConfig) throws -> [GroupLag] {
        func partitions(_ prefix: String) -> [KafkaPosition] {
            system.table.topics.filter { $0.name.hasPrefix(prefix) }.flatMap { topic in
                (0..<topic.partitions).map { KafkaPosition(topic: topic.name, partition: Int32($0)) }
            }
        }
        return [
            try GroupLag(kafka, group: ServiceDeclaration.normalizer.program, partitions: partitions("raw.")),
            try GroupLag(kafka, group: ServiceDeclaration.dedup.program, partitions: partitions("normalized.")),
        ]
    }

    /// The records that normalizer and dedup have not read yet.
    private static func sum(_ lags: [GroupLag]) -> Int {
        lags.reduce(0) { $0 + Int((try? $1.measure()) ?? 0) }
    }

    // MARK: - Watching

    private func watch(_ watcher: TapeWatcher, _ books: BookCheck, _ lags: [GroupLag]) {
        let end = seconds.map { Date(timeIntervalSinceNow: Double($0)) }
        var report = UpReport(isTerminal: isatty(1) == 1)
        while !shutdown.isRequested, end.map({ Date() < $0 }) ?? true {
            _ = shutdown.wait(milliseconds: 1000)
            if let dead = system.services.first(where: { !$0.isRunning }) {
                StandardOutput().write(lines: [
                    "\(dead.name) ended with status \(dead.status); its last lines:\n\(dead.lastLines(5))"
                ])
                return
            }
            let lag = Self.sum(lags)
            pace(lag)
            if let text = report.text(
                watcher.current, books.findings(system.options.markets), lag: lag, isPaused: isPaused)
            {
                StandardOutput().write(lines: [text])
            }
        }
    }

    /// The embedded broker removes old records, read or not, so the simulator must not run ahead of the services.
    private func pace(_ lag: Int) {
        if lag > Self.pauseLag, !isPaused {
            isPaused = true
            _ = try? system.simulator?.control("pause")
        } else if lag < Self.resumeLag, isPaused {
            isPaused = false
            _ = try? system.simulator?.control("resume")
        }
    }

    // MARK: - Ending

    /// Waits until all produced data has been processed, checks it, and stops the services in the order of the stream.
    private func finish(_ watcher: TapeWatcher, _ books: BookCheck, _ lags: [GroupLag]) throws -> UpSummary {
        _ = try? system.simulator?.control("pause")
        let end = Date(timeIntervalSinceNow: 15)
        while Date() < end, Self.sum(lags) > 0 { Thread.sleep(forTimeInterval: 0.2) }
        Thread.sleep(forTimeInterval: 0.5)
        let findings = books.findings(system.options.markets)
        var casualties = system.services.filter { !$0.isRunning }.map {
            "\($0.name) ended by itself with status \($0.status)"
        }
        // In the order of the stream, so that dedup's last documents are still archived.
        let readers = Set(ServiceRegistry.all.filter { !$0.marketKinds.isEmpty }.map(\.name))
        func stop(_ group: [ChildProcess]) {
            for service in group.reversed() {
                service.terminate()
                if !service.waitForEnd(seconds: 20) { casualties.append("\(service.name) did not end in time") }
            }
        }
        stop(system.services.filter { !readers.contains($0.name) })
        try waitForArchiver(watcher)
        stop(system.services.filter { readers.contains($0.name) })
        let archive = ArchiveCount.rows(under: "\(system.directory.path)/archive")
        return UpSummary(
            counts: watcher.current, books: findings, archivedRows: archive.rows, archivedFiles: archive.files,
            casualties: casualties, expectedTypes: expectedTypes)
    }

    /// Waits until the archiver has read everything that the watcher has seen, and nothing more arrives; at most 20 s.
    private func waitForArchiver(_ watcher: TapeWatcher) throws {
        let archiver = ServiceDeclaration.archiver.name
        let scraper = try ServiceScraper(host: "127.0.0.1", ports: [archiver: system.archiverPort])
        let end = Date(timeIntervalSinceNow: 20)
        var last = -1
        while Date() < end {
            Thread.sleep(forTimeInterval: 0.5)
            let seen = watcher.current.venues.values.reduce(0) { $0 + $1.total }
            let metrics = scraper.scrape(now: { 0 })[archiver]
            if seen == last, Int(metrics?.sum(of: "tapedeck_documents_in_total") ?? 0) >= seen { return }
            last = seen
        }
    }

    private var expectedTypes: [String: Set<String>] {
        guard system.options.frames.isEmpty else { return [:] }
        return system.options.markets.reduce(into: [:]) { types, market in
            types[market.venue.name, default: []].formUnion(market.venue.kinds(for: market.product).map(\.topicName))
        }
    }
}
