import Glibc

/// Texts of the operating system.
package enum SystemText {
    /// What an `errno` means, such as `No such file or directory`.
    package static func error(_ code: Int32) -> String {
        // Not `strerror`, whose text threads share.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: base)
        }
    }
}
