import Foundation

/// Finds free ports, for servers that a run or a test starts next to the simulator.
///
/// They are below the ports that Linux uses for outgoing connections (32768 and up, /proc/sys/net/ipv4/ip_local_port_range).
/// Any connection could take one of those before the server listens, and again while it is restarted.
public enum FreePort {
    private static let range = 20_000..<32_768

    /// A port of the loopback interface that is currently free.
    public static func find() -> Int { find(1)[0] }

    /// `count` different ports of the loopback interface that are currently free.
    public static func find(_ count: Int) -> [Int] {
        // All are held until the last is found, so that none is returned twice.
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        var ports: [Int] = []
        while ports.count < count {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            sockets.append(descriptor)
            let port = Int.random(in: range)
            if takes(port, descriptor) { ports.append(port) }
        }
        return ports
    }

    private static func takes(_ port: Int, _ descriptor: Int32) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = in_port_t(port).bigEndian
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
