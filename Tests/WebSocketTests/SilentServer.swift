import Glibc

/// Listens and never says a word.
final class SilentServer {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        (descriptor, port) = TestPort.bind()
        listen(descriptor, 8)
    }

    deinit { close(descriptor) }
}
