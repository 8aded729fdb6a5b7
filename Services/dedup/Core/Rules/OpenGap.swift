/// The missing part of a book that no snapshot has replaced yet, and the time of the next request for a snapshot.
///
/// A stream that begins with a change misses everything before it, until a snapshot bridges to it.
struct OpenGap: Sendable, Hashable {
    /// The wait between the first and second request; each further wait is doubled, up to `maximumWait`.
    static let firstWait: Int64 = 5_000_000_000
    /// The longest wait between two requests.
    static let maximumWait: Int64 = 60_000_000_000
    /// How long to wait for the first snapshot of a stream before it is requested.
    static let startWait: Int64 = 5_000_000_000

    /// The first missing sequence.
    var from: Int64
    /// The last missing sequence: a snapshot of this sequence or a later one makes the book complete.
    var to: Int64
    /// The last sequence of the document after the gap; nil for the gap before the beginning of a stream.
    var behind: Int64?
    /// Whether a `gap` document has reported it. The gap before the beginning of a stream is reported if no snapshot arrives.
    var isNamed = true
    /// Whether no document ever reports it: numbers that only increase do not show whether anything is missing.
    var isNameless = false
    /// When the next request is due, in nanoseconds of the caller's clock; nil if the first one is sent immediately.
    var nextRequest: Int64?
    /// The wait after the next request.
    var wait = OpenGap.firstWait

    /// Whether a request is due; if so, the next one is scheduled.
    mutating func takesRequest(now: Int64) -> Bool {
        guard nextRequest.map({ $0 <= now }) ?? true else { return false }
        nextRequest = now &+ wait
        wait = min(wait * 2, Self.maximumWait)
        return true
    }

    /// A snapshot arrived that does not reach far enough. The gap before the stream is now known, and a snapshot is requested
    /// immediately.
    mutating func sawSnapshot(of sequence: Int64) {
        guard !isNamed, sequence < to else { return }
        from = max(from == to ? .min : from, sequence &+ 1)
        nextRequest = nil
    }
}
