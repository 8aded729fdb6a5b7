import MarketData

/// The options of the command line.
///
///     tapedeck-bench [frames] [--recording TEXT] [--stages decode,book,document] [--kind KIND] [--seconds S] [--json]
///     tapedeck-bench [frames] --prepared FILE --venue NAME --product NAME …
///     tapedeck-bench allocations
///     tapedeck-bench pipeline
///     tapedeck-bench dedup
///     tapedeck-bench latency [--rate FRAMES] [--hops] [--warm-up PASSES]
///     tapedeck-bench dedup-latency [--rate DOCUMENTS]
///     tapedeck-bench restore
///     tapedeck-bench publish
///     tapedeck-bench trials [--seeds N] [--first SEED] [--trace]
struct BenchOptions {
    /// The benchmarks.
    enum Subcommand: String, CaseIterable {
        /// Frames to events, books and documents, on one core and without I/O.
        case frames
        /// The heap requests per frame, for the project's own fixtures.
        case allocations
        /// From Kafka to Kafka, one service at a time.
        case pipeline
        /// Dedup on recorded streams with faults, and the remaining gaps.
        case dedup
        /// From the raw record to Redis, at a steady rate.
        case latency
        /// The latency that dedup adds, at a steady rate.
        case dedupLatency = "dedup-latency"
        /// Restoring dedup's state after a restart.
        case restore
        /// Frames to Kafka, with and without the spool.
        case publish
        /// The cores of the services on logs in memory, under all kinds of faults.
        case trials
    }

    /// The benchmark to run.
    var subcommand = Subcommand.frames
    /// Only recordings whose name contains this text; all if empty.
    var recording = ""
    /// The stages for each frame, in order.
    var stages = DecodeBench.Stage.allCases
    /// Only frames whose events are all of this kind, such as `trade`; nil for all frames.
    var kind: EventKind?
    /// A file of frames from `compare/` that replaces the recording; see `PreparedFrames`.
    var prepared: PreparedFrames?
    /// The minimum duration of each stage.
    var seconds = 1.0
    /// Frames per second of `latency`, documents per second of `dedup-latency`.
    var rate = 10_000
    /// Whether `latency` also measures at the topics in between.
    var hops = false
    /// How many times `latency` publishes its recording before it measures; fewer than the default are for a first impression.
    var warmUp = TimedRecording.warmUp.count
    /// The number of seeds of `trials`, and the first of them.
    var seeds = 10_000
    var firstSeed = 0
    /// Whether `trials` prints each input and output document of dedup.
    var isTraced = false
    /// Whether to print one JSON object per line instead of a table.
    var isJSON = false

    /// Parses the arguments after the program's name; `environment` may contain `BENCH_SECONDS`.
    init(_ arguments: some Sequence<String>, environment: [String: String]) throws(BenchError) {
        if let text = environment["BENCH_SECONDS"] { seconds = try Self.seconds(text) }
        var words = Array(arguments)[...]
        if let word = words.first, let known = Subcommand(rawValue: word) {
            subcommand = known
            words.removeFirst()
        }
        var file: String?
        var venue: String?
        var product: String?
        while let option = words.popFirst() {
            if option == "--json" {
                isJSON = true
                continue
            }
            if option == "--hops" {
                hops = true
                continue
            }
            if option == "--trace" {
                isTraced = true
                continue
            }
            guard option.hasPrefix("--"), let value = words.popFirst() else { throw .badOption(option) }
            switch option {
            case "--recording": recording = value
            case "--stages": stages = try value.split(separator: ",").map(Self.stage)
            case "--kind":
                guard let known = EventKind.allCases.first(where: { "\($0)" == value }) else {
                    throw .badOption("--kind \(value)")
                }
                kind = known
            case "--prepared": file = value
            case "--venue": venue = value
            case "--product": product = value
            case "--rate": rate = try Self.count(option, value, atLeast: 1)
            case "--warm-up": warmUp = try Self.count(option, value, atLeast: 0)
            case "--seeds": seeds = try Self.count(option, value, atLeast: 1)
            case "--first": firstSeed = try Self.count(option, value, atLeast: 0)
            case "--seconds": seconds = try Self.seconds(value)
            default: throw .badOption(option)
            }
        }
        if let file {
            guard let venue, let product else { throw .badOption("--prepared without --venue and --product") }
            prepared = PreparedFrames(file: file, venue: venue, product: product)
        }
    }

    private static func stage(_ name: Substring) throws(BenchError) -> DecodeBench.Stage {
        guard let stage = DecodeBench.Stage(rawValue: String(name)) else { throw .badOption("--stages \(name)") }
        return stage
    }

    private static func count(_ option: String, _ text: String, atLeast least: Int) throws(BenchError) -> Int {
        guard let number = Int(text), number >= least else { throw .badOption("\(option) \(text)") }
        return number
    }

    private static func seconds(_ text: String) throws(BenchError) -> Double {
        guard let seconds = Double(text), seconds > 0 else { throw .badOption("seconds \(text)") }
        return seconds
    }
}
