import Foundation
import MarketData
import PipelineSupport
import Runtime
import Simulator
import TestSupport
import VenueKit
import Venues

/// One recording through the whole system, compared with its golden checkpoints.
struct GoldenRun: Sendable {
    /// What was found.
    struct Result: Sendable {
        /// How many checkpoints the recording has.
        var checkpoints = 0
        /// How many of them were met exactly.
        var met = 0
        /// What was not as it should be, in sentences.
        var wrong: [String] = []
        /// Gaps that the reader of the topic saw, and those that dedup named.
        var gaps: [String] = []
        /// The reasons of dead letters.
        var deadLetters: [String] = []
        /// Books in Redis that are equal to the last one on Kafka.
        var booksInRedis = 0
    }

    private let recording: Recording
    private let checkpoints: [GoldenCheckpoint]
    private let venue: any Venue

    /// A run of a whole recording.
    init(of recording: Recording) throws {
        self.recording = recording
        checkpoints = try GoldenCheckpoint.all(of: recording)
        guard let venue = VenueRegistry.venue(named: recording.venue) else {
            throw PipelineFailure(what: "no venue \(recording.venue)")
        }
        self.venue = venue
    }

    /// Plays the recording and looks at what came out.
    func play() throws -> Result {
        let symbols = Set(checkpoints.map(\.symbol)).sorted()
        var options = PipelineOptions([
            PipelineOptions.Market(venue, recording.product, symbols: symbols, kinds: [.trade, .book])
        ])
        options.simulation.frames = try ([recording.name] + recording.continuations).map(Self.file)
        // Older recordings have channels that are not subscribed any more.
        options.simulation.ignoresSubscriptions = true
        let pipeline = try RunningPipeline(options)
        defer { pipeline.stop() }
        try pipeline.run { try $0.isPlayed() }
        var result = Result(checkpoints: checkpoints.count)
        let books = try replay(pipeline, into: &result)
        // Coinbase numbers all frames of a connection, and the simulator does not play its acknowledgements: the decoder
        // rightly says that those are missing. What counts here are the books.
        result.gaps += books.gaps
        result.gaps += pipeline.tape.records(TopicName.market(.gap)).map(\.text)
            .filter { !$0.contains(#""channel":"connection""#) }
        result.deadLetters = ServiceRegistry.deadLetters.flatMap { pipeline.tape.records($0) }
            .map { $0.headers["error"] ?? "" }
        try compareRedis(pipeline, books, into: &result)
        return result
    }

    private static func file(_ name: String) throws -> String {
        guard let folder = Recordings.folder else { throw PipelineFailure(what: "no recordings") }
        let plain = folder.appending(path: name + ".frames.jsonl").path
        return FileManager.default.fileExists(atPath: plain) ? plain : plain + ".gz"
    }

    // MARK: - Comparing

    /// Replays `market.book.v1` and compares each book that a checkpoint speaks of: it is known by its sequence, or,
    /// where the venue sends none, by how many changes of its symbol came before.
    private func replay(_ pipeline: RunningPipeline, into result: inout Result) throws -> MarketBooks {
        let books = MarketBooks()
        var waiting = Dictionary(grouping: checkpoints) { "\($0.symbol) \($0.mark(of: recording))" }
        for record in pipeline.tape.records(TopicName.market(.book)) {
            let step = try books.apply(record)
            let mark = recording.isNumbered ? step.lastSequence ?? -1 : Int64(step.book.documents)
            guard let due = waiting.removeValue(forKey: "\(step.symbol) \(mark)") else { continue }
            for checkpoint in due {
                if checkpoint.isMet(by: step.book) {
                    result.met += 1
                } else {
                    result.wrong.append("line \(checkpoint.line), \(step.name): another book")
                }
            }
        }
        result.wrong += waiting.keys.sorted().map { "never reached: \($0)" }
        return books
    }

    /// The last book of each symbol in Redis is the one that the topic ends with.
    private func compareRedis(_ pipeline: RunningPipeline, _ books: MarketBooks, into result: inout Result) throws {
        for (name, kept) in books.books.sorted(by: { $0.key < $1.key }) {
            let market = name.split(separator: ":").dropLast().joined(separator: ":")
            let shown = try RedisBook.read("book:\(market)", from: pipeline.redis)
            let own = RedisBook(of: kept, levels: 50)
            if shown == own {
                result.booksInRedis += 1
            } else {
                result.wrong.append("\(name) in Redis: \(String(describing: shown)) instead of \(own)")
            }
        }
    }
}

extension Recording {
    /// Whether its books have sequence numbers.
    var isNumbered: Bool { venue != "coinbase" && !name.contains("BYBIT.ws") }
}

extension GoldenCheckpoint {
    /// What the checkpoint is known by among its symbol's documents.
    func mark(of recording: Recording) -> Int64 { recording.isNumbered ? sequence ?? -1 : Int64(applied) }

    /// Whether a book is just as it says.
    func isMet(by kept: MarketBooks.Kept) -> Bool {
        kept.keeper.book.top(5, .bid) == bids && kept.keeper.book.top(5, .ask) == asks
            && kept.keeper.book.count(.bid) == bidCount && kept.keeper.book.count(.ask) == askCount
    }
}
