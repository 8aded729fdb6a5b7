/// What is missing from a book and was not made good by a snapshot yet, and when one is asked for again.
///
/// A stream that begins with a change misses all before it, until a snapshot comes that bridges to it.
struct OpenGap: Sendable, Hashable {
    /// How long after the first request the second one follows; each wait is twice the one before, up to `maximumWait`.
    static let firstWait: Int64 = 5_000_000_000
    /// The longest wait between two requests.
    static let maximumWait: Int64 = 60_000_000_000
    /// How long the snapshot with which a stream begins may take until it is asked for.
    static let startWait: Int64 = 5_000_000_000

    /// The first sequence that is missing.
    var from: Int64
    /// The last sequence that is missing: a snapshot of this sequence or a later one makes the book whole.
    var to: Int64
    /// The last sequence of the document behind the gap; nil for what is missing before a stream.
    var behind: Int64?
    /// Whether a `gap` document has said so. One before a stream's beginning is named when the snapshot does not come.
    var isNamed = true
    /// Whether no document ever names it: where numbers only grow they do not tell whether anything was missed.
    var isNameless = false
    /// When the next request is due, in nanoseconds of the caller's clock; nil when the first one goes out at once.
    var nextRequest: Int64?
    /// The wait after the next request.
    var wait = OpenGap.firstWait

    /// Whether a request is due; if so the next one is put off.
    mutating func takesRequest(now: Int64) -> Bool {
        guard nextRequest.map({ $0 <= now }) ?? true else { return false }
        nextRequest = now &+ wait
        wait = min(wait * 2, Self.maximumWait)
        return true
    }

    /// A snapshot came that does not reach far enough: what is missing before the stream is known, and asked for at once.
    mutating func sawSnapshot(of sequence: Int64) {
        guard !isNamed, sequence < to else { return }
        from = max(from == to ? .min : from, sequence &+ 1)
        nextRequest = nil
    }
}
