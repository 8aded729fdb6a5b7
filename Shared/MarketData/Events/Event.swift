/// An event of any kind: a plain value. Its texts and lists are in its `EventBatch`.
public protocol Event: Sendable, BitwiseCopyable {
    /// Symbol and times.
    var header: EventHeader { get }
}
