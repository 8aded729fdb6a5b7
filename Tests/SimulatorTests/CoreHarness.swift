import MarketData
import VenueKit
import Venues

@testable import Simulator

/// Drives a simulator's core without sockets, as one producer and the clock would.
struct CoreHarness {
    var core: SimulatorCore
    /// A fixed moment of 2026, moved by the tests.
    var time = Timestamp(nanoseconds: 1_785_000_000_000_000_000)
    /// Frames sent, by connection.
    var frames: [Int: [[UInt8]]] = [:]
    /// Answers given, by request.
    var answers: [Int: (request: String, status: Int, body: [UInt8])] = [:]
    /// Connections whose end was asked for.
    var ended: [SimulatorAction] = []
    private var nextNumber = 0
    private var targets: [Int: String] = [:]

    init(_ options: SimulatorOptions = SimulatorOptions()) throws {
        core = try SimulatorCore(options: options, venues: VenueRegistry.all)
    }

    /// Opens every connection of a plan, says what it says and, some steps later, asks what it asks; answers the
    /// connections' numbers.
    mutating func subscribe(
        _ venue: any Venue, _ product: Product, label: String? = nil, kinds: Set<EventKind>? = nil,
        stepsBeforeRequests: Int = 0
    ) -> [Int] {
        let symbols = venue.makeSimulation(for: product).instruments.map(\.symbol)
        let subscription = Subscription(
            product: product, symbols: symbols, kinds: kinds ?? Set(venue.kinds(for: product) + [.status]))
        let base = "/\(venue.name)/\(product.name)" + (label.map { "@\($0)" } ?? "")
        let plans = venue.plan(subscription)
        let numbers = plans.map { open($0, base) }
        step(stepsBeforeRequests)
        for request in plans.flatMap({ $0.requests + $0.snapshotRequests }) { ask(base, request.path) }
        return numbers
    }

    private mutating func open(_ plan: ConnectionPlan, _ base: String) -> Int {
        nextNumber += 1
        let number = nextNumber
        let refusal = connect(number, base + plan.path)
        precondition(refusal == nil, "\(base + plan.path) was refused with \(refusal ?? 0)")
        for frame in plan.subscribeFrames { send(frame, on: number) }
        return number
    }

    /// Asks for a WebSocket; answers the status of a refusal.
    mutating func connect(_ number: Int, _ target: String) -> Int? {
        nextNumber = max(nextNumber, number)
        let request = SimulationRequest(target: target)
        return core.connect(number, path: request.path, query: request.query, time)
    }

    /// Sends a client's frame.
    mutating func send(_ text: String, on number: Int) {
        var text = text
        text.withUTF8 { core.receive(UnsafeRawBufferPointer($0), from: number, time) }
        drain()
    }

    /// Makes a REST request; answers its number.
    @discardableResult
    mutating func ask(_ base: String, _ target: String) -> Int {
        nextNumber += 1
        let request = SimulationRequest(target: base + target)
        targets[nextNumber] = target
        // A server decodes the query.
        let query = request.query.map {
            $0.replacing("%22", with: "\"").replacing("%5B", with: "[").replacing("%5D", with: "]")
        }
        core.request(nextNumber, path: request.path, query: query, time)
        drain()
        return nextNumber
    }

    /// Makes steps of every synthetic market, a millisecond each.
    mutating func step(_ count: Int) {
        for _ in 0..<count {
            time.nanoseconds += 1_000_000
            for key in core.feeds.keys.sorted(by: { $0.name < $1.name }) {
                core.step(key, count: 1, time, core.connections(of: key))
            }
        }
        drain()
    }

    /// Lets time pass in turns of five milliseconds.
    mutating func pass(milliseconds: Int, queued: (Int) -> Int = { _ in 0 }) {
        for _ in 0..<milliseconds / 5 {
            time.nanoseconds += 5_000_000
            core.advance(to: time, queued: queued)
        }
        drain()
    }

    /// Takes the actions that are due.
    mutating func drain() {
        for action in core.takeActions() {
            switch action {
            case .send(let number, let frame, _): frames[number, default: []].append(frame)
            case .sendRaw, .close, .drop: ended.append(action)
            case .respond(let number, let status, let body, _):
                answers[number] = (targets[number] ?? "", status, body)
            }
        }
    }
}
