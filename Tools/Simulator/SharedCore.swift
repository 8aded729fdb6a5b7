import Base
import MarketData
import Synchronization
import VenueKit
import WebSocket

/// The core with its connections. The event loop's thread calls it, and the core's actions are executed before the call
/// returns.
final class SharedCore: HTTPServerHandler {
    private struct State: Sendable {
        var core: SimulatorCore
        var connections: [Int: WebSocketConnection] = [:]
        var responders: [Int: HTTPResponder] = [:]
        var nextNumber = 0
    }

    private let state: Mutex<State>

    init(_ core: SimulatorCore) {
        state = Mutex(State(core: core))
    }

    /// The wall clock, which only the server reads.
    static var now: Timestamp { Timestamp(nanoseconds: SystemClock.now()) }

    // MARK: - The loop's thread

    func advance() {
        run { state, time in
            let connections = state.connections
            state.core.advance(to: time) { connections[$0]?.queuedBytes ?? 0 }
        }
    }

    func respond(to request: HTTPRequest, with responder: HTTPResponder) {
        if request.path.hasPrefix("/control/") {
            let answer = control(SimulationRequest(path: request.path, query: request.query))
            return responder.respond(
                HTTPResponse(status: answer.status, text: answer.body + "\n", contentType: "application/json"))
        }
        run { state, time in
            state.nextNumber += 1
            state.responders[state.nextNumber] = responder
            state.core.request(state.nextNumber, path: request.path, query: request.query, time)
        }
    }

    func upgrade(_ request: HTTPRequest) -> WebSocketUpgrade {
        let (number, refusal) = state.withLock { state in
            state.nextNumber += 1
            let refusal = state.core.connect(state.nextNumber, path: request.path, query: request.query, Self.now)
            return (state.nextNumber, refusal)
        }
        if let refusal { return .refuse(status: UInt32(refusal)) }
        return .accept(ClientConnection(number: number, shared: self))
    }

    func opened(_ number: Int, _ connection: WebSocketConnection) {
        run { state, _ in state.connections[number] = connection }
    }

    func received(_ frame: UnsafeRawBufferPointer, from number: Int) {
        run { state, time in state.core.receive(frame, from: number, time) }
    }

    func closed(_ number: Int) {
        run { state, _ in
            state.connections[number] = nil
            state.core.closed(number)
        }
    }

    func control(_ request: SimulationRequest) -> (status: Int, body: String) {
        var answer = (status: 500, body: "")
        run { state, time in answer = state.core.control(path: request.path, query: request.query, time) }
        return answer
    }

    func add(_ fault: FaultRule) {
        run { state, _ in state.core.faults.add(fault) }
    }

    /// Releases connections whose loop has ended.
    func forget() {
        state.withLock { state in
            state.connections = [:]
            state.responders = [:]
        }
    }

    // MARK: - Actions

    /// Passes an event to the core, and then executes its actions without holding the lock, because ending a connection calls
    /// back into this class.
    private func run(_ body: (inout State, Timestamp) -> Void) {
        let (actions, connections, responders) = state.withLock { state in
            body(&state, Self.now)
            let actions = state.core.takeActions()
            var responders: [Int: HTTPResponder] = [:]
            for case .respond(let request, _, _, _) in actions {
                responders[request] = state.responders.removeValue(forKey: request)
            }
            return (actions, state.connections, responders)
        }
        for action in actions { perform(action, connections, responders) }
    }

    private func perform(
        _ action: SimulatorAction, _ connections: [Int: WebSocketConnection], _ responders: [Int: HTTPResponder]
    ) {
        do throws(WebSocketError) {
            switch action {
            case .send(let number, let frame, let isBinary): try connections[number]?.send(frame, isBinary: isBinary)
            case .sendRaw(let number, let bytes): try connections[number]?.sendRaw(bytes)
            case .close(let number, let code): connections[number]?.close(code: code)
            case .drop(let number): connections[number]?.drop()
            case .respond(let request, let status, let body, let retryAfter):
                var headers = [HTTPHeader("content-type", "application/json")]
                if let retryAfter { headers.append(HTTPHeader("retry-after", String(retryAfter))) }
                responders[request]?.respond(HTTPResponse(status: status, headers: headers, body: body))
            }
        } catch {
            // Either the peer is gone, and `closed` follows; or its queue exceeds the limit although the core stops far below
            // it. Then the connection must not continue with missing frames.
            if case .sendQueueFull = error, case .send(let number, _, _) = action { connections[number]?.abort() }
        }
    }
}

/// Forwards the events of one connection.
private final class ClientConnection: WebSocketHandler {
    private let number: Int
    private let shared: SharedCore

    init(number: Int, shared: SharedCore) {
        self.number = number
        self.shared = shared
    }

    func opened(_ connection: WebSocketConnection) { shared.opened(number, connection) }

    func received(_ frame: RawSpan, isBinary: Bool, receiveTime: Int64, on connection: WebSocketConnection) {
        frame.withUnsafeBytes { shared.received($0, from: number) }
    }

    func closed(_ connection: WebSocketConnection, reason: WebSocketCloseReason) { shared.closed(number) }
}
