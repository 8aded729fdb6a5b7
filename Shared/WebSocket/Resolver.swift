import Base
import Glibc

/// Resolves names on a separate thread: `getaddrinfo` may block for seconds, and the loop's thread reads the receive time of
/// every other connection's frames.
enum Resolver {
    /// Calls `completion` with the addresses in the system's order of preference, or with what went wrong.
    static func resolve(
        _ host: String, _ completion: @escaping @Sendable (Result<[String], ResolverError>) -> Void
    ) {
        var probe = in_addr()
        if inet_pton(AF_INET, host, &probe) == 1 { return completion(.success([host])) }
        WorkerThread.detach(name: "resolver", blocksSignals: true) { completion(lookUp(host)) }
    }

    private static func lookUp(_ host: String) -> Result<[String], ResolverError> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            return .failure(ResolverError(text: "\(host): \(String(cString: gai_strerror(status)))"))
        }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = list
        while let current = entry?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let named = getnameinfo(
                current.ai_addr, current.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            let address = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if named == 0, !addresses.contains(address) { addresses.append(address) }
            entry = current.ai_next
        }
        return addresses.isEmpty ? .failure(ResolverError(text: "\(host): no address")) : .success(addresses)
    }
}

/// A name that could not be looked up.
struct ResolverError: Error {
    var text: String
}
