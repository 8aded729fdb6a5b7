/// An action of the core, which the server executes, in order.
enum SimulatorAction: Sendable, Equatable {
    /// Send a frame.
    case send(connection: Int, [UInt8], isBinary: Bool)
    /// Send bytes below the framing.
    case sendRaw(connection: Int, [UInt8])
    /// Close with a code, after sending everything before.
    case close(connection: Int, code: UInt16)
    /// End the TCP connection without a close frame, after sending everything before.
    case drop(connection: Int)
    /// Answer a request.
    case respond(request: Int, status: Int, body: [UInt8], retryAfterSeconds: Int?)
}
