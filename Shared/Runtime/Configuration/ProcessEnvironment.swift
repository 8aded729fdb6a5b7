import Foundation

/// The variables that this process was started with.
public enum ProcessEnvironment {
    /// Names and values.
    public static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// The name of the machine or container: the same after a restart of the process.
    public static var hostName: String { ProcessInfo.processInfo.hostName }
}
