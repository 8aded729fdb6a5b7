import Foundation
import Kafka
import MarketData
import SignalsCore
import Simulator
import TestSupport

extension RunningPipeline {
    /// Records behind at which the simulator is paused, and at which it goes on.
    private static let pauseLag = 400
    private static let resumeLag = 50

    /// Lets the simulator play while everybody keeps up, until `isOver`, and then all that is on its way come through.
    ///
    /// - Parameter isOver: asked between two looks; for recordings `isPlayed`.
    public func run(seconds limit: Double = 120, until isOver: (RunningPipeline) throws -> Bool) throws {
        let end = Date(timeIntervalSinceNow: limit)
        var isPaused = false
        while try !isOver(self) {
            try check(before: end, "the simulator to finish")
            let lag = lag
            if lag > Self.pauseLag, !isPaused {
                isPaused = true
                try simulator.control("pause")
            } else if lag < Self.resumeLag, isPaused {
                isPaused = false
                try simulator.control("resume")
            }
            usleep(4_000)
        }
        try simulator.control("pause")
        try settle(before: end)
    }

    /// Lets the simulator play until `isOver`, without looking how far behind anybody is: for a Kafka that forgets
    /// nothing, and for services that are restarted and so do not know what those before them had counted. Then waits
    /// until the groups have committed everything.
    public func runByOffsets(seconds limit: Double = 120, until isOver: (RunningPipeline) throws -> Bool) throws {
        let end = Date(timeIntervalSinceNow: limit)
        while try !isOver(self) {
            try check(before: end, "the simulator to finish")
            usleep(10_000)
        }
        try simulator.control("pause")
        var last = -1
        var quiet = 0
        while quiet < 5 {
            try check(before: end, "the groups to commit everything")
            usleep(200_000)
            let behind = try uncommitted("normalizer", "raw.") + uncommitted("dedup", "normalized.")
            let isTaped = try hasTaped("raw.") && hasTaped("normalized.") && hasTaped("market.")
            let total = tape.count("")
            quiet = behind == 0 && isTaped && spooled() == 0 && total == last ? quiet + 1 : 0
            last = total
        }
    }

    /// Waits until something is so, and lets everything run on.
    public func wait(seconds limit: Double = 120, until isSo: (RunningPipeline) throws -> Bool) throws {
        let end = Date(timeIntervalSinceNow: limit)
        while try !isSo(self) {
            try check(before: end, "what the test waits for")
            usleep(10_000)
        }
    }

    /// Waits until everything that was sent has come through to the end.
    public func settle(seconds: Double = 60) throws {
        try settle(before: Date(timeIntervalSinceNow: seconds))
    }

    private func settle(before end: Date) throws {
        var last = Standing()
        var quiet = 0
        while quiet < 3 {
            try check(before: end, "everything to come through; last \(last)")
            usleep(100_000)
            let now = try standing()
            quiet = now == last && now.isThrough ? quiet + 1 : 0
            last = now
        }
        if let missed = tape.missed { throw PipelineFailure(what: missed) }
    }

    /// Whether every recording has been played to its end.
    public func isPlayed() throws -> Bool {
        let feeds = try truth()
        return !feeds.isEmpty && feeds.allSatisfy { $0["finished"] as? Bool ?? false }
    }

    /// What the simulator made, by feed: see its README.
    public func truth(_ query: String = "") throws -> [[String: Any]] {
        let report = try JSONSerialization.jsonObject(with: Data(try simulator.control("truth\(query)").utf8))
        return (report as? [String: Any])?["feeds"] as? [[String: Any]] ?? []
    }

    /// Fails when a service has ended or the time is over.
    private func check(before end: Date, _ aim: String) throws {
        for service in services {
            if let error = service.error { throw PipelineFailure(what: "\(service.name) ended: \(error)") }
        }
        if let missed = tape.missed { throw PipelineFailure(what: missed) }
        guard Date() < end else {
            let lines = services.flatMap { service in service.log.lines.suffix(5).map { "\(service.name): \($0)" } }
            throw PipelineFailure(what: "waited in vain for \(aim)\n" + lines.joined(separator: "\n"))
        }
    }

    /// How far the slowest of them is behind, in records, as they count themselves.
    private var lag: Int {
        let frames = producers.reduce(0) { $0 + $1.total("tapedeck_frames_total") }
        let normalized = normalizer.total("tapedeck_documents_total")
        let deduplicated = dedup.total("tapedeck_documents_total")
        return max(
            frames - min(normalizer.total("tapedeck_frames_total"), tape.count("raw.")),
            normalized - min(dedup.total("tapedeck_documents_in_total"), tape.count("normalized.")),
            deduplicated - tape.count("market."))
    }

    /// Where everything stands; two that are equal and through mean that nothing moves any more.
    struct Standing: Equatable {
        var frames = 0
        var raw = 0
        var normalizerIn = 0
        var normalizerOut = 0
        var normalized = 0
        var dedupIn = 0
        var dedupOut = 0
        var market = 0
        var shown = 0
        var signalsIn = 0
        var held = 0
        var unacknowledged = 0
        var isTaped = false

        /// Whether every stage has taken in what the one before put out.
        var isThrough: Bool {
            raw > 0 && unacknowledged == 0 && held == 0 && normalizerIn == raw && normalizerOut <= normalized
                && dedupIn == normalized && dedupOut <= market && signalsIn == shown && isTaped
        }
    }

    private func standing() throws -> Standing {
        var standing = Standing()
        standing.frames = producers.reduce(0) { $0 + $1.total("tapedeck_frames_total") }
        standing.unacknowledged = producers.reduce(0) { $0 + $1.total("tapedeck_unacknowledged_records") }
        standing.raw = try recordCount(of: "raw.")
        standing.normalizerIn = normalizer.total("tapedeck_frames_total")
        standing.normalized = try recordCount(of: "normalized.")
        // What they have handed to their clients: on a busy machine it may be a while before Kafka has it.
        standing.normalizerOut = normalizer.total("tapedeck_documents_total")
        standing.dedupOut = dedup.total("tapedeck_documents_total")
        standing.dedupIn = dedup.total("tapedeck_documents_in_total") + dedup.total("tapedeck_dead_letters_total")
        standing.isTaped = try hasTaped("raw.") && hasTaped("normalized.") && hasTaped("market.")
        standing.market = tape.count("market.")
        standing.shown = MarketGroup.kinds.reduce(0) { $0 + tape.count(TopicName.market($1)) }
        standing.signalsIn = signals.total("tapedeck_documents_in_total")
        standing.held = dedup.total("tapedeck_held_documents")
        return standing
    }
}
