/// An event of any kind: a plain value, whose texts and lists lie in the `EventBatch` that it is part of.
public protocol Event: Sendable, BitwiseCopyable {
    /// Symbol and times.
    var header: EventHeader { get }
}
