/// Looks at each frame of one session, as it comes and before anything is decoded: whose it is, and what the venue says to us.
///
/// A reader has memory, for one session: some venues name a subscription once and then send its number alone. It does no I/O
/// and reads no clock.
public protocol SessionReader: Sendable {
    /// Takes the session's next frame; frames come in order.
    ///
    /// - Parameters:
    ///   - frame: what the socket brought. What is not understood gives an empty inspection: the frame is recorded all the same.
    ///   - wants: what is worth a search now; the rest may be left out.
    mutating func inspect(_ frame: SessionFrame, for wants: FrameWants) -> FrameInspection

    /// Takes the answer to the plan's `addressRequest` and says where the session connects to; nil when it does not say.
    mutating func address(in body: UnsafeRawBufferPointer) -> SessionAddress?
}

extension SessionReader {
    /// Most venues have an address that is known beforehand.
    public mutating func address(in body: UnsafeRawBufferPointer) -> SessionAddress? { nil }
}
