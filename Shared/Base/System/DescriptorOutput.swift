import Glibc

/// Writes bytes to a file descriptor.
package enum DescriptorOutput {
    /// Writes all bytes, with a single `write(2)` if the system accepts them at once. Failures are ignored.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return
                }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Writes a text.
    package static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }
}
