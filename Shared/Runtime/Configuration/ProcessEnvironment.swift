@preconcurrency import Glibc

/// The variables that this process was started with.
public enum ProcessEnvironment {
    /// Names and values.
    public static var variables: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            next += 1
        }
        return variables
    }

    /// The name of the machine or container: the same after a restart of the process.
    public static var hostName: String {
        // One more than the longest name that Linux allows, for the terminating zero.
        var name = [UInt8](repeating: 0, count: Int(HOST_NAME_MAX) + 1)
        let result = name.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { gethostname($0.baseAddress!, $0.count) }
        }
        return result == 0 ? String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) : ""
    }

    /// The name under which a member of a consumer group is known to Kafka: the configured one, or the host's where that is
    /// empty. A member that returns under its name gets its partitions at once; for others Kafka waits for the session timeout
    /// (https://kafka.apache.org/documentation/#static_membership).
    public static func memberName(_ configured: String) -> String { configured.isEmpty ? hostName : configured }
}
