import PipelineSupport
import Synchronization

/// The proxies of a run, one before whatever each part connects to.
final class ProxyMap: Sendable {
    private let proxies = Mutex<[String: ToxicProxy]>([:])

    /// Makes a part's proxy before a port and answers the proxy's own: `PipelineOptions.route`.
    func route(_ part: String, _ port: Int) throws -> Int {
        let (proxy, port) = try ToxicProxy.make(before: port)
        proxies.withLock { $0[part] = proxy }
        return port
    }

    /// The proxy of a part.
    func proxy(of part: String) throws -> ToxicProxy {
        guard let proxy = proxies.withLock({ $0[part] }) else {
            throw PipelineFailure(what: "nothing was routed for \(part)")
        }
        return proxy
    }

    /// Takes all of them away.
    func remove() {
        for proxy in proxies.withLock({ Array($0.values) }) { proxy.remove() }
    }
}
