public import Base

/// Something that runs until it is told to stop.
public protocol Service: Sendable {
    /// The name in logs and of its thread, such as `dedup`.
    var name: String { get }

    /// Does the work on a thread of its own, where it may block, and returns soon after the shutdown is requested with
    /// everything in order. An error ends the process.
    func run(until shutdown: ShutdownSignal) throws
}
