/// Information that dedup adds to an event.
public struct EventMarks: Sendable, Hashable {
    /// Flags.
    public var flags: EventFlags
    /// For a snapshot behind the stream: the position of the stream when the snapshot went out. A reader without the changes in
    /// between does not get a complete book from it.
    public var streamSequence: Int64?

    /// By default there is nothing to add.
    public init(_ flags: EventFlags = [], streamSequence: Int64? = nil) {
        self.flags = flags
        self.streamSequence = streamSequence
    }

    /// Whether there is nothing to add.
    public var isEmpty: Bool { flags.isEmpty && streamSequence == nil }
}
