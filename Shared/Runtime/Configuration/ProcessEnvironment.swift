import Foundation

/// The variables that this process was started with.
public enum ProcessEnvironment {
    /// Names and values.
    public static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// The name of the machine or container: the same after a restart of the process.
    public static var hostName: String { ProcessInfo.processInfo.hostName }

    /// The name under which a member of a consumer group is known to Kafka: the configured one, or the host's where that is
    /// empty. A member that comes back under its name has its partitions at once; Kafka waits the session timeout for
    /// others (https://kafka.apache.org/documentation/#static_membership).
    public static func memberName(_ configured: String) -> String { configured.isEmpty ? hostName : configured }
}
