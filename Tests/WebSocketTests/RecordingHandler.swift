import Foundation
import Testing

@testable import WebSocket

/// Writes down what it hears; tests wait for a state of its notes, never for a time.
final class RecordingHandler: WebSocketHandler {
    struct Frame: Equatable {
        var bytes: [UInt8]
        var isBinary: Bool
        var receiveTime: Int64

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    struct Notes {
        var opened: [WebSocketConnection] = []
        var frames: [Frame] = []
        var pongs = 0
        var sendables = 0
        var closed: WebSocketCloseReason?

        var texts: [String] { frames.map(\.text) }
    }

    private struct Waiter {
        var identity: UUID
        var condition: @Sendable (Notes) -> Bool
        var continuation: CheckedContinuation<Void, Never>
    }

    private let state = Guarded((notes: Notes(), waiters: [Waiter]()))
    private let onFrame: @Sendable (WebSocketConnection, Frame) -> Void

    init(onFrame: @escaping @Sendable (WebSocketConnection, Frame) -> Void = { _, _ in }) { self.onFrame = onFrame }

    var seen: Notes { state.withLock { $0.notes } }

    /// Waits until the notes fulfil `condition`, or records an issue when they have not for long.
    func waitFor(
        _ condition: @escaping @Sendable (Notes) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let identity = UUID()
        let patience = Task {
            try await Task.sleep(for: .seconds(20))
            let waiter = state.withLock { state in
                let waiter = state.waiters.first { $0.identity == identity }
                state.waiters.removeAll { $0.identity == identity }
                return waiter
            }
            guard let waiter else { return }
            Issue.record(
                "it never came; frames \(seen.frames.count), pongs \(seen.pongs), closed \(String(describing: seen.closed))",
                sourceLocation: sourceLocation)
            waiter.continuation.resume()
        }
        await withCheckedContinuation { continuation in
            let isMet = state.withLock { state in
                if condition(state.notes) { return true }
                state.waiters.append(Waiter(identity: identity, condition: condition, continuation: continuation))
                return false
            }
            if isMet { continuation.resume() }
        }
        patience.cancel()
    }

    private func note(_ change: (inout Notes) -> Void) {
        let ready = state.withLock { state in
            change(&state.notes)
            let notes = state.notes
            let ready = state.waiters.filter { $0.condition(notes) }
            state.waiters.removeAll { $0.condition(notes) }
            return ready.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    func opened(_ connection: WebSocketConnection) { note { $0.opened.append(connection) } }

    func received(_ frame: RawSpan, isBinary: Bool, receiveTime: Int64, on connection: WebSocketConnection) {
        let copy = Frame(
            bytes: frame.withUnsafeBytes { Array($0) }, isBinary: isBinary, receiveTime: receiveTime)
        note { $0.frames.append(copy) }
        onFrame(connection, copy)
    }

    func pongReceived(on connection: WebSocketConnection) { note { $0.pongs += 1 } }

    func sendable(_ connection: WebSocketConnection) { note { $0.sendables += 1 } }

    func closed(_ connection: WebSocketConnection, reason: WebSocketCloseReason) { note { $0.closed = reason } }
}
