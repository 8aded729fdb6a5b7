/// What to search for in a frame, besides its channel and messages to us, which are always searched.
public struct FrameWants: OptionSet, Sendable {
    /// The wants as bits.
    public let rawValue: UInt8

    /// Unknown bits are ignored.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Whether the frame is a snapshot.
    public static let snapshot = FrameWants(rawValue: 1)
    /// When the venue sent the frame.
    public static let sentTime = FrameWants(rawValue: 2)
    /// All of it.
    public static let everything: FrameWants = [.snapshot, .sentTime]
}
