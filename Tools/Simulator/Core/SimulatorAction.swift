/// What the core wants done to the world; the server does it, in order.
enum SimulatorAction: Sendable, Equatable {
    /// Send a frame.
    case send(connection: Int, [UInt8], isBinary: Bool)
    /// Send bytes below the framing.
    case sendRaw(connection: Int, [UInt8])
    /// Close with a code, after what was sent.
    case close(connection: Int, code: UInt16)
    /// End the TCP connection without a close frame, after what was sent.
    case drop(connection: Int)
    /// Answer a request.
    case respond(request: Int, status: Int, body: [UInt8], retryAfterSeconds: Int?)
}
