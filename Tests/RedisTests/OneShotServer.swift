import Foundation

/// Listens on a free port, answers the first connection with fixed bytes and closes it; without an answer it takes the
/// connection and says nothing.
final class OneShotServer: Sendable {
    let port: Int
    private let descriptor: Int32

    init(answer: String?) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        listen(descriptor, 1)
        port = Int(UInt16(bigEndian: address.sin_port))
        guard let answer else { return }
        Thread.detachNewThread {
            let client = accept(descriptor, nil, nil)
            // The whole question is read first: closing a socket with unread bytes would reset it and lose the answer.
            var question = [UInt8](repeating: 0, count: 4_096)
            _ = recv(client, &question, question.count, 0)
            _ = answer.withCString { send(client, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
            close(client)
        }
    }

    deinit { close(descriptor) }
}
