import VenueKit

extension VenuePolicy {
    /// The seconds to wait after an answer with this status; nil if it does not require a wait.
    ///
    /// - Parameter retryAfter: the header `Retry-After`, in seconds. Venues do not send dates in it.
    func waitSeconds(status: Int, retryAfter: String?) -> Int? {
        let isLimit = status == 429 || status == 418
        guard isLimit || banSeconds[status] != nil else { return nil }
        return retryAfter.flatMap { Int($0) }.map { max(1, $0) } ?? banSeconds[status] ?? defaultRetrySeconds
    }

    /// Whether the venue sends frames even if no channel does, such as answers to pings, or heartbeats.
    var speaksByItself: Bool { pingMilliseconds == nil }
}
