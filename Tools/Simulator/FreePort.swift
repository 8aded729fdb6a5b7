import Foundation

/// Finds ports that nobody listens on: for servers that a run or a test starts beside the simulator.
public enum FreePort {
    /// A port of the loopback interface that was free just now.
    public static func find() -> Int { find(1)[0] }

    /// `count` different ports of the loopback interface that were free just now.
    public static func find(_ count: Int) -> [Int] {
        // All are held until the last is found, so that none is given twice.
        let sockets = (0..<count).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        defer { for socket in sockets { close(socket) } }
        return sockets.map { descriptor in
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = bind(descriptor, $0, length)
                    _ = getsockname(descriptor, $0, &length)
                }
            }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }
}
