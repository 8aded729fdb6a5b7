import Base
import VenueKit
import WebSocket

/// Makes REST requests one after the other, within the host's limit. It retries failed requests until it is cancelled.
///
/// It is only used on the event loop's thread.
final class RequestRunner: @unchecked Sendable {
    private let context: ConnectionContext
    /// The owner of the requests, for the log.
    private let name: String
    private let accept: (_ request: RESTRequest, _ body: [UInt8], _ isLastPage: Bool) -> Void
    private let refused: (_ request: RESTRequest, _ words: String) -> Void
    private var queue = RequestQueue()
    /// The texts of all requests without an answer, whether queued, in flight or waiting for a retry.
    private var pending: Set<String> = []
    private var timers: [EventLoopTimer] = []
    private var isCancelled = false

    /// - Parameters:
    ///   - refused: called with a request that the venue repeatedly rejects as wrong, and the venue's message.
    ///   - accept: called with each answer.
    init(
        _ name: String, context: ConnectionContext,
        refused: @escaping (_ request: RESTRequest, _ words: String) -> Void = { _, _ in },
        accept: @escaping (_ request: RESTRequest, _ body: [UInt8], _ isLastPage: Bool) -> Void
    ) {
        self.refused = refused
        self.name = name
        self.context = context
        self.accept = accept
    }

    /// Makes no more requests and ignores pending answers.
    func cancel() {
        isCancelled = true
        for timer in timers { timer.cancel() }
        timers = []
    }

    /// Whether this request is queued, in flight or waiting for a retry.
    func isPending(_ text: String) -> Bool { pending.contains(text) }

    /// Queues a request.
    func enqueue(_ request: RESTRequest, isUrgent: Bool = false) {
        enqueue(RequestQueue.Job(request: request), isUrgent: isUrgent)
    }

    private func enqueue(_ job: RequestQueue.Job, isUrgent: Bool = false) {
        guard !isCancelled else { return }
        guard queue.append(job, isUrgent: isUrgent) else {
            pending.remove(job.request.text)
            return context.facts.queueFull(name, queue: "requests")
        }
        pending.insert(job.request.text)
        makeNext()
    }

    private func makeNext() {
        guard !isCancelled, let job = queue.next() else { return }
        let now = context.now()
        let base = context.restEndpoints.choose(at: now)
        let wait = context.limits.reserve(
            .request, job.request.weight, venue: context.venue.name, url: context.restEndpoints.endpoints[base],
            limit: context.policy.requests, at: now)
        guard wait > 0 else { return makeInTurn(job, at: base) }
        schedule(nanoseconds: wait) { [self] in makeInTurn(job, at: base) }
    }

    /// Makes a request whose turn has come, unless the venue has asked us to wait since the turn was reserved.
    private func makeInTurn(_ job: RequestQueue.Job, at base: Int) {
        let blocked = context.limits.blockedNanoseconds(
            .request, venue: context.venue.name, url: context.restEndpoints.endpoints[base],
            limit: context.policy.requests, at: context.now())
        let wait = context.isPaused ? max(blocked, ConnectionContext.pauseNanoseconds) : blocked
        guard wait == 0 else { return schedule(nanoseconds: wait) { [self] in makeInTurn(job, at: base) } }
        let request = job.request
        context.http.send(
            request.method, context.restEndpoints.endpoints[base] + request.path, headers: request.headers,
            body: Array(request.body.utf8)
        ) { [self] result in
            queue.finished()
            guard !isCancelled else { return }
            switch result {
            case .success(let response) where response.status == 200:
                context.restEndpoints.succeeded(base)
                // Some venues report errors in the body instead of the status.
                let fault = response.body.withUnsafeBytes { context.venue.fault(in: $0, answering: job.request) }
                if let fault { askAgain(job, "HTTP 200: \(fault)") } else { take(response.body, of: job.request) }
            case .success(let response):
                refuse(job, response, at: base)
            case .failure(let error):
                context.restEndpoints.failed(base, at: context.now())
                askAgain(job, "\(error)")
            }
            makeNext()
        }
    }

    private func take(_ body: [UInt8], of request: RESTRequest) {
        pending.remove(request.text)
        let page = body.withUnsafeBytes { context.venue.nextPage(after: request, body: $0) }
        if let page { enqueue(page, isUrgent: true) }
        if let interval = request.repeatMilliseconds {
            schedule(nanoseconds: Int64(interval) * 1_000_000) { [self] in enqueue(request) }
        }
        accept(request, body, page == nil)
    }

    /// The venue answered with an error. A request to wait does not count as a failure of the request.
    private func refuse(_ job: RequestQueue.Job, _ response: HTTPResponse, at base: Int) {
        let now = context.now()
        let status = response.status
        let words = response.body.withUnsafeBytes { VenueWords.of($0) }
        let reason = words.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(words)"
        guard
            let seconds = context.policy.waitSeconds(status: status, retryAfter: response.header("retry-after"))
        else {
            if status >= 500 { context.restEndpoints.failed(base, at: now) }
            if status == Self.badRequest {
                guard job.request.parts.isEmpty else { return takeApart(job, reason) }
                // A single refusal may be a temporary problem of the venue.
                if job.failures > 0 { refused(job.request, words) }
            }
            return askAgain(job, reason)
        }
        let url = context.restEndpoints.endpoints[base]
        context.limits.block(
            .request, venue: context.venue.name, url: url, limit: context.policy.requests, seconds: seconds, at: now)
        context.facts.toldToWait(name, endpoint: url, status: status, seconds: seconds)
        context.facts.failedToRequest(name, request: job.request.text, reason: reason)
        enqueue(job, isUrgent: true)
    }

    /// A retry would fail in the same way, so the parts of the request are made instead.
    private func takeApart(_ job: RequestQueue.Job, _ reason: String) {
        context.facts.failedToRequest(name, request: job.request.text, reason: reason)
        pending.remove(job.request.text)
        for part in job.request.parts { enqueue(part) }
    }

    /// The status for a wrong request.
    private static let badRequest = 400

    /// Retries after the other requests, so that a request that always fails does not block them.
    private func askAgain(_ job: RequestQueue.Job, _ reason: String) {
        context.facts.failedToRequest(name, request: job.request.text, reason: reason)
        let next = RequestQueue.Job(request: job.request, failures: job.failures + 1)
        schedule(nanoseconds: Int64(next.retryMilliseconds) * 1_000_000) { [self] in enqueue(next) }
    }

    private func schedule(nanoseconds: Int64, _ work: @escaping @Sendable () -> Void) {
        timers.removeAll { $0.isDone }
        timers.append(context.loop.schedule(after: .nanoseconds(nanoseconds), work))
    }
}
