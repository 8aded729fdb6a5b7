import VenueKit

/// REST requests of one session that wait: made one after the other.
struct RequestQueue {
    /// Requests that may wait.
    static let limit = 10_000
    /// The first wait before a request that failed is made again; it doubles up to the longest.
    static let firstRetryMilliseconds = 500
    /// The longest such wait.
    static let longestRetryMilliseconds = 300_000

    /// A request and how often it has failed.
    struct Job: Equatable {
        var request: RESTRequest
        var failures = 0

        /// How long to wait after the latest failure.
        var retryMilliseconds: Int {
            min(RequestQueue.longestRetryMilliseconds, RequestQueue.firstRetryMilliseconds << min(failures - 1, 16))
        }
    }

    private var jobs: [Job] = []
    /// Whether a request is under way.
    private(set) var isBusy = false

    /// Appends a request; false when too many wait.
    ///
    /// - Parameter isUrgent: before all others.
    mutating func append(_ job: Job, isUrgent: Bool = false) -> Bool {
        guard jobs.count < Self.limit else { return false }
        jobs.insert(job, at: isUrgent ? 0 : jobs.count)
        return true
    }

    /// The next request, which is then under way until `finished`; nil when there is none, or one is.
    mutating func next() -> Job? {
        guard !isBusy, !jobs.isEmpty else { return nil }
        isBusy = true
        return jobs.removeFirst()
    }

    /// The request that was under way has its answer.
    mutating func finished() { isBusy = false }
}
