/// What dedup tells readers of an event beside the venue's own words.
public struct EventMarks: Sendable, Hashable {
    /// Flags.
    public var flags: EventFlags
    /// Of a snapshot that stands behind the stream: how far the stream had come when the snapshot went out. Who has not
    /// heard what lies between has no whole book by it.
    public var streamSequence: Int64?

    /// Makes marks.
    public init(_ flags: EventFlags = [], streamSequence: Int64? = nil) {
        self.flags = flags
        self.streamSequence = streamSequence
    }

    /// Whether there is nothing to tell.
    public var isEmpty: Bool { flags.isEmpty && streamSequence == nil }
}
