import Foundation

/// The variables that this process was started with.
public enum ProcessEnvironment {
    /// Names and values.
    public static var variables: [String: String] { ProcessInfo.processInfo.environment }
}
