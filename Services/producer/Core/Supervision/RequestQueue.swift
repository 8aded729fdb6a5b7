import VenueKit

/// The waiting REST requests of one session, which are made one after the other.
struct RequestQueue {
    /// The maximum number of waiting requests.
    static let limit = 10_000
    /// The first wait before a failed request is retried; doubles up to the longest.
    static let firstRetryMilliseconds = 500
    /// The longest such wait.
    static let longestRetryMilliseconds = 300_000

    /// A request and its number of failures.
    struct Job: Equatable {
        var request: RESTRequest
        var failures = 0

        /// The wait after the latest failure.
        var retryMilliseconds: Int {
            min(RequestQueue.longestRetryMilliseconds, RequestQueue.firstRetryMilliseconds << min(failures - 1, 16))
        }
    }

    private var jobs: [Job] = []
    /// Whether a request is in flight.
    private(set) var isBusy = false

    /// Appends a request; returns false if too many are waiting.
    ///
    /// - Parameter isUrgent: before all others.
    mutating func append(_ job: Job, isUrgent: Bool = false) -> Bool {
        guard jobs.count < Self.limit else { return false }
        jobs.insert(job, at: isUrgent ? 0 : jobs.count)
        return true
    }

    /// The next request, which is in flight until `finished`; nil if there is none or one is already in flight.
    mutating func next() -> Job? {
        guard !isBusy, !jobs.isEmpty else { return nil }
        isBusy = true
        return jobs.removeFirst()
    }

    /// The request in flight has been answered.
    mutating func finished() { isBusy = false }
}
