import MarketData
import VenueKit

/// The requests to a running simulator.
///
/// | GET | does |
/// |---|---|
/// | `/control/truth?venue=&product=&symbol=&levels=` | returns the generated and delivered events and the faults, as JSON |
/// | `/control/rate?frames_per_second=&venue=&product=` | sets the pace of synthetic markets |
/// | `/control/pause?venue=&product=`, `/control/resume?…` | pauses and resumes |
/// | `/control/step?count=&venue=&product=` | runs steps of synthetic markets now, even while paused |
/// | `/control/fault?kind=&venue=&product=&label=&probability=&count=&seed=&milliseconds=&code=&garbage=&retry_after=` | adds a fault |
/// | `/control/clear?kind=` | removes faults |
/// | `/control/shutdown?milliseconds=&venue=&product=&label=` | announces the end of connections if the venue does that, and ends them then |
/// | `/control/unlist?symbol=&venue=&product=`, `/control/list?…` | removes a symbol from the lists of instruments, or adds it again |
/// | `/control/forget?frame=&venue=&product=&label=` | connections act on this frame as if the client had sent it, without an answer |
extension SimulatorCore {
    /// Answers a control request with a status and a JSON body.
    mutating func control(path: String, query: [String], _ time: Timestamp) -> (status: Int, body: String) {
        do throws(SimulatorError) {
            return (
                200, try command(path.dropFirst("/control/".count), SimulationRequest(path: path, query: query), time)
            )
        } catch {
            return (400, "{\"error\":\(ClientMessage.string(error.description).json)}")
        }
    }

    private mutating func command(
        _ name: Substring, _ request: SimulationRequest, _ time: Timestamp
    ) throws(SimulatorError) -> String {
        switch name {
        case "truth":
            let levels = request.queryValue("levels").flatMap { Int($0) } ?? 5
            return TruthReport(
                core: self, venue: request.queryValue("venue"), product: request.queryValue("product"),
                symbol: request.queryValue("symbol"), levels: max(0, levels)
            ).json()
        case "rate":
            guard let rate = request.queryValue("frames_per_second").flatMap({ Double($0) }), rate >= 0, rate.isFinite
            else { throw .badControl("frames_per_second is a number from 0 on") }
            if isForAll(request) { framesPerSecond = rate }
            return change(request) { $0.framesPerSecond = rate }
        case "pause":
            if isForAll(request) { startsPaused = true }
            return change(request) { $0.isPaused = true }
        case "resume":
            if isForAll(request) { startsPaused = false }
            return change(request) { feed in
                feed.isPaused = false
                feed.lastAdvance = nil
                if case .playback(var playback) = feed.source {
                    playback.restartClock(at: time)
                    feed.source = .playback(playback)
                }
            }
        case "step":
            guard let count = request.queryValue("count").flatMap({ Int($0) }), (1...1_000_000).contains(count) else {
                throw .badControl("count is a number from 1 to 1000000")
            }
            let keys = selected(request)
            for key in keys { step(key, count: count, time, connections(of: key)) }
            return "{\"feeds\":\(keys.count)}"
        case "fault":
            faults.add(try FaultRule(parts: request.query))
            return "{\"added\":true}"
        case "shutdown":
            let wait = request.queryValue("milliseconds").flatMap { Int64($0) } ?? 5000
            guard wait >= 0, wait <= 86_400_000 else { throw .badControl("milliseconds is a number from 0 on") }
            let label = request.queryValue("label")
            return
                "{\"connections\":\(announceEnd(of: selected(request), label: label, afterMilliseconds: wait, time))}"
        case "forget":
            guard let frame = request.queryValue("frame") else { throw .badControl("frame is a client's frame") }
            let label = request.queryValue("label")
            return "{\"connections\":\(forget(frame, of: selected(request), label: label, time))}"
        case "list", "unlist":
            guard let symbol = request.queryValue("symbol") else { throw .badControl("symbol is missing") }
            return change(request) { feed in
                guard case .market(var market) = feed.source else { return }
                if name == "list" { market.unlisted.remove(symbol) } else { market.unlisted.insert(symbol) }
                feed.source = .market(market)
            }
        case "clear":
            guard let name = request.queryValue("kind") else {
                faults.remove()
                return "{\"cleared\":true}"
            }
            guard let kind = FaultKind(rawValue: name) else { throw .badControl("no fault of kind '\(name)'") }
            faults.remove(kind)
            return "{\"cleared\":true}"
        default:
            throw .badControl(
                "no such command: truth, rate, pause, resume, step, fault, clear, shutdown, forget, list, unlist are there"
            )
        }
    }

    /// Whether a request is for every feed, including feeds without a subscriber so far.
    private func isForAll(_ request: SimulationRequest) -> Bool {
        request.queryValue("venue") == nil && request.queryValue("product") == nil
    }

    /// The feeds that a request names; feeds without a subscriber so far do not exist.
    private func selected(_ request: SimulationRequest) -> [FeedKey] {
        let venue = request.queryValue("venue")
        let product = request.queryValue("product")
        return feeds.keys.filter {
            (venue == nil || venue == $0.venue) && (product == nil || product == $0.product.name)
        }.sorted { $0.name < $1.name }
    }

    private mutating func change(_ request: SimulationRequest, _ body: (inout Feed) -> Void) -> String {
        let keys = selected(request)
        for key in keys {
            guard var feed = feeds[key] else { continue }
            body(&feed)
            feeds[key] = feed
        }
        return "{\"feeds\":\(keys.count)}"
    }
}
