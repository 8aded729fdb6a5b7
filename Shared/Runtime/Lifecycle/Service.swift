public import Base

/// Something that runs until it is told to stop.
public protocol Service: Sendable {
    /// The name in logs and of its thread, such as `dedup`.
    var name: String { get }

    /// Does the work on its own thread, where it may block. Returns soon after the shutdown is requested, with all work
    /// completed. An error ends the process.
    func run(until shutdown: ShutdownSignal) throws
}
