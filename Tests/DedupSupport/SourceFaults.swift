/// What is wrong with the sources of an interleaving.
public struct SourceFaults: Sendable {
    /// How many sources there are.
    public var sources: Int
    /// The share of documents that a source loses, each by itself.
    public var loss: Double
    /// The share of documents after which a source is away for `awayDocuments`.
    public var outages: Double
    /// How many documents an outage costs.
    public var awayDocuments: Int
    /// The share of documents that a source sends twice.
    public var repeats: Double
    /// How late a copy may come, in nanoseconds; documents are a millisecond apart.
    public var delay: Int64
    /// The share of documents after which dedup is killed and goes on from its last commit.
    public var crashes: Double

    /// Describes faults.
    public init(
        sources: Int, loss: Double, outages: Double = 0, awayDocuments: Int = 50, repeats: Double = 0,
        delay: Int64 = 20_000_000, crashes: Double = 0
    ) {
        self.sources = sources
        self.loss = loss
        self.outages = outages
        self.awayDocuments = awayDocuments
        self.repeats = repeats
        self.delay = delay
        self.crashes = crashes
    }

    /// Faults of every kind, by chance.
    public static func random(_ generator: inout some RandomNumberGenerator) -> SourceFaults {
        SourceFaults(
            sources: Int.random(in: 1...3, using: &generator), loss: Double.random(in: 0...0.2, using: &generator),
            outages: Double.random(in: 0...0.01, using: &generator),
            awayDocuments: Int.random(in: 1...60, using: &generator),
            repeats: Double.random(in: 0...0.1, using: &generator),
            // A third of the time one source is far behind another: much further than dedup holds anything back for those
            // that are not.
            delay: Int64.random(
                in: 0...(Int.random(in: 0..<3, using: &generator) == 0 ? 1_000_000_000 : 20_000_000), using: &generator),
            crashes: Double.random(in: 0...0.02, using: &generator))
    }
}
