import Glibc

/// What is written to a file descriptor.
enum Captured {
    /// Runs `body` with a descriptor and gives the text that arrived there.
    static func text(_ body: (Int32) throws -> Void) throws -> String {
        let file = try TemporaryFile()
        let descriptor = open(file.path, O_WRONLY | O_APPEND)
        defer { close(descriptor) }
        try body(descriptor)
        return file.text
    }
}
