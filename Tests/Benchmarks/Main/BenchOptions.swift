import MarketData

/// What the command line asks for.
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
    /// What there is to measure.
    enum Subcommand: String, CaseIterable {
        /// Frames to events, books and documents, on one core and without I/O.
        case frames
        /// What a frame asks of the heap, on the project's own fixtures.
        case allocations
        /// Kafka to Kafka, one service at a time.
        case pipeline
        /// Dedup on recorded streams with faults, and what stays missing.
        case dedup
        /// From the raw record to Redis, at a steady rate.
        case latency
        /// What dedup adds to a document's way, at a steady rate.
        case dedupLatency = "dedup-latency"
        /// Dedup's state after a restart.
        case restore
        /// Frames to Kafka, with the spool and without.
        case publish
        /// The system's hearts on logs in memory, under everything that may go wrong.
        case trials
    }

    /// What to measure.
    var subcommand = Subcommand.frames
    /// Recordings whose name holds this text; all when empty.
    var recording = ""
    /// What is done with each frame, in order.
    var stages = DecodeBench.Stage.allCases
    /// Only frames all of whose events are of this kind, such as `trade`; nil for all frames.
    var kind: EventKind?
    /// A file of frames made by `compare/`, in place of a recording; see `PreparedFrames`.
    var prepared: PreparedFrames?
    /// How long each stage is repeated at least.
    var seconds = 1.0
    /// Frames a second of `latency`, documents of `dedup-latency`.
    var rate = 10_000
    /// Whether `latency` looks at the topics on the way too.
    var hops = false
    /// How often `latency` publishes its recording before it counts; fewer than it takes are for a first look.
    var warmUp = TimedRecording.warmUp.count
    /// Seeds of `trials`, and the first of them.
    var seeds = 10_000
    var firstSeed = 0
    /// Whether `trials` prints each document that dedup was given and gave.
    var isTraced = false
    /// A JSON object a line instead of a table.
    var isJSON = false

    /// Reads the arguments that follow the program's name; `environment` may hold `BENCH_SECONDS`.
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
