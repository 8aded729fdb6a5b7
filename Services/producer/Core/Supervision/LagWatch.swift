/// Watches the delay of a session's frames, relative to the venue's other sources or, if there are none, to the session's own
/// best delay. It samples one frame per second. Times are nanoseconds.
struct LagWatch {
    /// The delay that counts as late.
    static let limitNanoseconds: Int64 = 5_000_000_000
    /// The number of consecutive late samples that means a bad endpoint rather than a short disturbance.
    static let samplesToJudge = 10
    /// The time between samples.
    static let sampleNanoseconds: Int64 = 1_000_000_000
    /// A larger delay, positive or negative, has another cause than the network: a clock, a recording.
    static let plausibleNanoseconds: Int64 = 3_600_000_000_000

    private var nextSample = Int64.min
    private var least: Int64?
    private var lateSamples = 0

    /// Whether it is time for a sample.
    func wantsSample(at now: Int64) -> Bool { now >= nextSample }

    /// Takes a sample and returns its delay; nil if it is not plausible.
    mutating func take(sent: Int64, received: Int64) -> Int64? {
        nextSample = received + Self.sampleNanoseconds
        let (lag, isAbsurd) = received.subtractingReportingOverflow(sent)
        guard !isAbsurd, (-Self.plausibleNanoseconds...Self.plausibleNanoseconds).contains(lag) else { return nil }
        least = min(least ?? lag, lag)
        return lag
    }

    /// Compares a delay with the best of the other sources, or with this session's own best.
    mutating func isLate(_ lag: Int64, others: Int64?) -> Bool {
        guard let reference = others ?? least else { return false }
        lateSamples = lag - reference > Self.limitNanoseconds ? lateSamples + 1 : 0
        return lateSamples >= Self.samplesToJudge
    }
}
