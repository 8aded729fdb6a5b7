import MarketData
import VenueKit

extension SimulatorCore {
    /// The target of an upgrade or a request.
    struct Address {
        var feed: FeedKey
        var label: String
        var request: SimulationRequest
    }

    /// Parses `/<venue>/<product>[@<label>]<the venue's path>`; nil if it names no feed.
    func address(path: String, query: [String]) -> Address? {
        let parts = path.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].isEmpty else { return nil }
        let named = parts[2].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let product = Product(name: named[0]) else { return nil }
        return Address(
            feed: FeedKey(venue: String(parts[1]), product: product), label: named.count == 2 ? String(named[1]) : "",
            request: SimulationRequest(path: parts.count == 4 ? "/" + parts[3] : "", query: query))
    }

    /// A client requests a WebSocket; returns nil to accept it, or the status of the refusal.
    mutating func connect(_ number: Int, path: String, query: [String], _ time: Timestamp) -> Int? {
        guard let address = address(path: path, query: query), ensureFeed(address.feed, time) else { return 404 }
        if let status = faults.refusal(address.feed, label: address.label) { return status }
        guard let session = feeds[address.feed]?.simulation.makeSession(address.request) else { return 404 }
        connections[number] = SimulatedConnection(
            number: number, feed: address.feed, label: address.label, session: session)
        if let milliseconds = faults.lifetime(address.feed, label: address.label) {
            connections[number]?.endTime = Timestamp(nanoseconds: time.nanoseconds + milliseconds * 1_000_000)
        }
        // Some venues allow subscriptions in the address.
        if session.isSubscribed { feeds[address.feed]?.lastSubscription = time }
        return nil
    }

    /// A client's frame arrived.
    mutating func receive(_ frame: UnsafeRawBufferPointer, from number: Int, _ time: Timestamp) {
        guard let connection = connections[number], !faults.ignores(connection.feed, label: connection.label) else {
            return
        }
        var session = connection.session
        let key = connection.feed
        var sink = FrameSink()
        session.receive(frame, market: feeds[key]?.market, time: time, into: &sink)
        if session.isSubscribed { feeds[key]?.lastSubscription = time }
        connections[number]?.session = session
        for frame in sink.takeFrames() { sendControl(frame, to: number, time) }
    }

    /// A connection has ended.
    mutating func closed(_ number: Int) {
        connections[number] = nil
    }

    /// A REST request. An action answers it: immediately, or for a recorded snapshot when playback has reached it.
    mutating func request(_ number: Int, path: String, query: [String], _ time: Timestamp) {
        guard let address = address(path: path, query: query), ensureFeed(address.feed, time) else {
            return respond(number, Array("{\"message\":\"no such venue or product\"}".utf8), status: 404)
        }
        if let limit = faults.limit(address.feed, label: address.label) {
            let body = Array("{\"code\":-1003,\"msg\":\"Too many requests\"}".utf8)
            return respond(number, body, status: limit.status, retryAfterSeconds: limit.retryAfterSeconds)
        }
        guard let feed = feeds[address.feed] else { return }
        switch feed.source {
        case .market(let market):
            let answer = feed.simulation.respond(to: address.request, market: market, time: time)
            respond(number, answer.body, status: answer.status, retryAfterSeconds: answer.retryAfterSeconds)
        case .playback: answerFromRecording(number, address)
        }
    }

    private mutating func answerFromRecording(_ number: Int, _ address: Address) {
        guard var feed = feeds[address.feed], case .playback(var playback) = feed.source else { return }
        switch playback.answer(to: address.request) {
        case .item(let index): respond(number, playback.recording.frame(index))
        case .later(let index): feed.pending.append((number, index))
        case .none: respond(number, Array("{\"message\":\"not recorded\"}".utf8), status: 404)
        }
        feed.source = .playback(playback)
        feeds[address.feed] = feed
    }
}
