public import JSON
import MarketData

/// An event of a connection. It tells downstream services where a session begins and ends.
public struct ConnectionEvent: Sendable, Hashable {
    /// `connected`, `subscribed`, `refused`, `disconnected`.
    public var state: State
    /// The reason, as text for people: `closed by the venue (1001 going away)`.
    public var reason: String

    /// The states of a connection.
    public enum State: String, Sendable, CaseIterable {
        /// The WebSocket is open.
        case connected
        /// All subscriptions were sent.
        case subscribed
        /// The venue refuses a topic; the reason contains the topic and the venue's message.
        case refused
        /// The WebSocket is closed.
        case disconnected
    }

    /// The reason is free text and may be empty.
    public init(state: State, reason: String = "") {
        self.state = state
        self.reason = reason
    }

    /// Writes the event as the value of a raw record of kind `event`.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"state\":")
        writer.string(state.rawValue)
        writer.key("reason")
        writer.string(reason)
        writer.raw("}")
    }

    /// Reads the value of a raw record of kind `event`.
    public init(reading frame: borrowing FrameBuffer) throws(DecodeError) {
        var cursor = frame.cursor
        var scope = try cursor.beginObject()
        var state: State?
        var reason = Buffer<UInt8>(minimumCapacity: 64)
        while let key = try cursor.nextKey(&scope) {
            switch key {
            case "state":
                state = State(rawValue: String(decoding: try cursor.simpleString(), as: UTF8.self))
                guard state != nil else { throw .unknownValue(field: "state") }
            case "reason": try cursor.appendString(to: &reason)
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        guard let state else { throw .missingField("state") }
        self.init(state: state, reason: reason.withUnsafeBuffer { String(decoding: $0, as: UTF8.self) })
    }
}
