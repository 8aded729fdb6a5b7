/// Watches how late a session's frames come: later than those of the venue's other sources, or, where there is no other, than
/// they once did. It looks at one frame a second. Times are nanoseconds.
struct LagWatch {
    /// How far behind is late.
    static let limitNanoseconds: Int64 = 5_000_000_000
    /// So many late samples in a row are an ill endpoint, and not a hiccup.
    static let samplesToJudge = 10
    /// The time between samples.
    static let sampleNanoseconds: Int64 = 1_000_000_000
    /// What is later than this, or earlier, has another reason than its way: a clock, a recording.
    static let plausibleNanoseconds: Int64 = 3_600_000_000_000

    private var nextSample = Int64.min
    private var least: Int64?
    private var lateSamples = 0

    /// Whether it is time for a sample.
    func wantsSample(at now: Int64) -> Bool { now >= nextSample }

    /// Takes a sample; answers its lag, nil when it is not plausible.
    mutating func take(sent: Int64, received: Int64) -> Int64? {
        nextSample = received + Self.sampleNanoseconds
        let (lag, isAbsurd) = received.subtractingReportingOverflow(sent)
        guard !isAbsurd, (-Self.plausibleNanoseconds...Self.plausibleNanoseconds).contains(lag) else { return nil }
        least = min(least ?? lag, lag)
        return lag
    }

    /// Judges a lag by the best of the other sources, or by this session's own best.
    mutating func isLate(_ lag: Int64, others: Int64?) -> Bool {
        guard let reference = others ?? least else { return false }
        lateSamples = lag - reference > Self.limitNanoseconds ? lateSamples + 1 : 0
        return lateSamples >= Self.samplesToJudge
    }
}
