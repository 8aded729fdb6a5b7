import VenueKit

extension VenuePolicy {
    /// The seconds to leave the venue alone after an answer with this status; nil when it does not ask for that.
    ///
    /// - Parameter retryAfter: the header `Retry-After`, in seconds. Venues send no dates in it.
    func waitSeconds(status: Int, retryAfter: String?) -> Int? {
        let isLimit = status == 429 || status == 418
        guard isLimit || banSeconds[status] != nil else { return nil }
        return retryAfter.flatMap { Int($0) }.map { max(1, $0) } ?? banSeconds[status] ?? defaultRetrySeconds
    }

    /// Whether frames come from the venue even where no channel speaks: it answers pings, or sends heartbeats.
    var speaksByItself: Bool { pingMilliseconds == nil }
}
