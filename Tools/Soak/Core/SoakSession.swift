import Base
import Foundation
import Glibc
import Kafka
import Runtime
import Simulator
import Synchronization
import ToolKit

/// One soak: the whole system at a steady rate while things go wrong, and then the comparison.
final class SoakSession: @unchecked Sendable {
    private let options: SoakOptions
    private let local: LocalSystem
    private let shutdown: ShutdownSignal
    private let tape: SettledTape
    private var away: [(name: String, until: Double)] = []
    /// Whether the command that restarts Kafka was begun, and the status that it ended with.
    private let restart = Mutex<(hasBegun: Bool, status: Int32?)>((false, nil))
    private var memory: SoakMemory

    init(_ options: SoakOptions, shutdown: ShutdownSignal) {
        self.options = options
        self.shutdown = shutdown
        var up = SystemOptions(
            directory: options.directory, frames: [], framesPerSecond: 1, seed: options.seed,
            bootstrapServers: options.bootstrapServers)
        // A step of a market is about one frame of each connection.
        up.framesPerSecond = Double(options.framesPerSecond) / Double(up.markets.count)
        // A minute without Kafka, and sources that are processes on a machine with more to do than it can.
        up.spoolMegabytes = SoakOptions.spoolMegabytes
        up.lagMilliseconds = SoakOptions.lagMilliseconds
        up.heldPerChannel = SoakOptions.heldPerChannel
        local = LocalSystem(up)
        tape = SettledTape(
            kafka: KafkaConfig(bootstrapServers: options.bootstrapServers, clientID: "tapedeck-soak"))
        memory = SoakMemory(seconds: Double(options.seconds))
    }

    /// Runs until the time is over.
    func run() throws -> SoakReport {
        defer { local.stop() }
        try local.prepare()
        // Nothing is made before both sources listen: what one of them heard alone before the other's first snapshot is
        // in that snapshot, and no event of its own.
        _ = try local.simulator?.control("pause")
        try local.startServices()
        try waitForSources()
        _ = try local.simulator?.control("resume")
        say("seed \(options.seed), logs in \(local.directory.path)/logs")
        var chaos = SoakChaos(seed: options.seed)
        let start = Date()
        while !shutdown.isRequested {
            let time = Date().timeIntervalSince(start)
            guard time < Double(options.seconds) else { break }
            for event in chaos.events(at: time, services: local.services.map(\.name)) { try make(event, at: time) }
            try restartServices(at: time)
            if time > Double(options.seconds) / 2 { try restartKafka(at: time) }
            memory.look(at: local.services, time: time)
            _ = shutdown.wait(milliseconds: 200)
        }
        try settle()
        return try report()
    }

    /// Waits until both sources are subscribed to every feed, and have had time for their snapshots.
    private func waitForSources() throws {
        let end = Date(timeIntervalSinceNow: 60)
        while try !areSourcesWhole() {
            guard Date() < end else { throw SoakFailure.neverSettled("the sources did not subscribe") }
            Thread.sleep(forTimeInterval: 0.2)
        }
        Thread.sleep(forTimeInterval: 5)
    }

    private func say(_ text: String) {
        StandardOutput().write(lines: [text])
    }

    // MARK: - What goes wrong

    private func make(_ event: SoakChaos.Event, at time: Double) throws {
        switch event {
        case .faults(let faults) where try faults.isEmpty || areSourcesWhole():
            _ = try local.simulator?.control("clear")
            for fault in faults { _ = try local.simulator?.control("fault?\(fault)") }
            say("\(Int(time)) s: faults \(faults.map { $0.split(separator: "&")[0] }.joined(separator: " "))")
        case .kill(let name) where try !name.hasPrefix("producer") || areSourcesWhole():
            say("\(Int(time)) s: SIGKILL \(name)")
            local.services.first { $0.name == name }?.kill()
            away.append((name, time + SoakOptions.awaySeconds))
        case .faults, .kill:
            say("\(Int(time)) s: a source is still connecting; the other one is left alone")
        }
    }

    /// Whether both sources are subscribed to every feed: together they are to hold every event.
    private func areSourcesWhole() throws -> Bool {
        let truth = try SoakTruth(report: local.simulator?.control("truth?levels=0") ?? "")
        return truth.feeds.count == local.options.markets.count
            && truth.feeds.values.allSatisfy { $0.isSuperset(of: SystemOptions.sources) }
    }

    /// Starts what was killed, and tells what has ended by itself.
    private func restartServices(at time: Double) throws {
        for (name, until) in away where time >= until { try local.start(name) }
        away.removeAll { time >= $0.until }
        for service in local.services where !service.isRunning && !away.contains(where: { $0.name == service.name }) {
            say("\(service.name) ended with status \(service.status):\n\(service.lastLines(5))")
            try local.start(service.name)
        }
    }

    /// Restarts Kafka on a thread of its own: meanwhile what was killed is to be started again.
    private func restartKafka(at time: Double) throws {
        guard let command = options.restartCommand else { return }
        let (hasBegun, status) = restart.withLock { state in
            defer { state.hasBegun = true }
            return state
        }
        if let status, status != 0 { throw SoakFailure.restartFailed(status) }
        guard !hasBegun else { return }
        say("\(Int(time)) s: restarting Kafka")
        WorkerThread.detach(name: "restart") { [self] in
            // Not Foundation's Process: it takes a program for running as long as a daemon that it has left behind lives.
            let status = Glibc.system(command + " >/dev/null")
            restart.withLock { $0.status = status }
            say("Kafka is back")
        }
    }

    /// Waits until Kafka is back, if it is being restarted.
    private func waitForKafka() throws {
        while restart.withLock({ $0.hasBegun && $0.status == nil }) { Thread.sleep(forTimeInterval: 0.2) }
        if let status = restart.withLock({ $0.status }), status != 0 { throw SoakFailure.restartFailed(status) }
    }

    // MARK: - The end

    /// Lets everything come through: no more faults, no more events, until the output stands still.
    private func settle() throws {
        try waitForKafka()
        try restartServices(at: .infinity)
        _ = try local.simulator?.control("clear")
        // The first source catches up, and what hangs between two of its connections comes out.
        Thread.sleep(forTimeInterval: SoakOptions.truceSeconds)
        _ = try local.simulator?.control("pause")
        try tape.settle { try restartServices(at: .infinity) }
    }

    private func report() throws -> SoakReport {
        try memory.table.write(
            to: local.directory.appending(path: "logs/memory.tsv"), atomically: true, encoding: .utf8)
        let truth = try SoakTruth(report: local.simulator?.control("truth?levels=0") ?? "")
        return SoakReport(TruthComparison(truth, try tape.ledger()), memory: memory)
    }
}
