import Glibc

/// Texts of the operating system.
package enum SystemText {
    /// The message of an `errno`, such as `No such file or directory`.
    package static func error(_ code: Int32) -> String {
        // `strerror` is not thread-safe.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: base)
        }
    }
}
