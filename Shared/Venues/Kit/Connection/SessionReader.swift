/// Inspects each frame of one session on arrival, before decoding: its channel, and messages from the venue to us.
///
/// A reader has memory for one session, because some venues name a subscription once and then only send its number. It does no
/// I/O and reads no clock.
public protocol SessionReader: Sendable {
    /// Inspects the session's next frame. Frames must be passed in order.
    ///
    /// - Parameters:
    ///   - frame: the received frame. An unknown frame gives an empty inspection and is recorded anyway.
    ///   - wants: what to search for; the rest may be skipped.
    mutating func inspect(_ frame: SessionFrame, for wants: FrameWants) -> FrameInspection

    /// Parses the answer to the plan's `addressRequest` and returns the session's address; nil if the answer has none.
    mutating func address(in body: UnsafeRawBufferPointer) -> SessionAddress?
}

extension SessionReader {
    /// Most venues have a fixed address.
    public mutating func address(in body: UnsafeRawBufferPointer) -> SessionAddress? { nil }
}
