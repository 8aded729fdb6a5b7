public import Foundation
import FoundationNetworking
import Synchronization

/// A proxy of a Toxiproxy server: one way between two parts that can be made bad. Its methods block.
public struct ToxicProxy: Sendable {
    /// The server, such as `http://127.0.0.1:8474`; nil where there is none, and then the tests say that they are skipped.
    public static let server = ProcessInfo.processInfo.environment["TOXIPROXY_URL"].flatMap { URL(string: $0) }

    /// Its name on the server.
    private let name: String
    private let server: URL

    /// Makes a proxy before a port of the loopback interface, on a port that it answers: `port`, or any free one.
    public static func make(before upstream: Int, at port: Int? = nil) throws -> (proxy: ToxicProxy, port: Int) {
        guard let server else { throw PipelineFailure(what: "TOXIPROXY_URL is not set") }
        let proxy = ToxicProxy(name: "tapedeck-\(UUID().uuidString)", server: server)
        let made = try proxy.ask(
            "POST", "proxies",
            [
                "name": proxy.name, "listen": "127.0.0.1:\(port ?? 0)", "upstream": "127.0.0.1:\(upstream)",
                "enabled": true,
            ])
        guard let port = (made["listen"] as? String)?.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw PipelineFailure(what: "Toxiproxy does not say where \(made) listens")
        }
        return (proxy, port)
    }

    /// Does this to all that goes through, until `heal(_:)`.
    public func suffer(_ toxic: Toxic) throws {
        guard let rule = toxic.rule else { return try enable(false) }
        for stream in rule.streams {
            _ = try ask(
                "POST", "proxies/\(name)/toxics",
                [
                    "name": "\(rule.type)-\(stream)", "type": rule.type, "stream": stream,
                    "attributes": rule.attributes,
                ])
        }
    }

    /// Ends what `suffer(_:)` began.
    public func heal(_ toxic: Toxic) throws {
        guard let rule = toxic.rule else { return try enable(true) }
        if toxic.losesBytes { try enable(false) }
        for stream in rule.streams { _ = try ask("DELETE", "proxies/\(name)/toxics/\(rule.type)-\(stream)") }
        if toxic.losesBytes { try enable(true) }
    }

    /// Takes the proxy away.
    public func remove() { _ = try? ask("DELETE", "proxies/\(name)") }

    private func enable(_ isEnabled: Bool) throws {
        _ = try ask("POST", "proxies/\(name)", ["enabled": isEnabled])
    }

    private func ask(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> [String: Any] {
        var request = URLRequest(url: server.appending(path: path))
        request.httpMethod = method
        if let body { request.httpBody = try JSONSerialization.data(withJSONObject: body) }
        let semaphore = DispatchSemaphore(value: 0)
        let answer = Mutex<(status: Int, body: Data)?>(nil)
        URLSession.shared.dataTask(with: request) { data, response, _ in
            if let response = response as? HTTPURLResponse {
                answer.withLock { $0 = (response.statusCode, data ?? Data()) }
            }
            semaphore.signal()
        }.resume()
        semaphore.wait()
        guard let (status, text) = answer.withLock({ $0 }), 200..<300 ~= status else {
            throw PipelineFailure(
                what: "Toxiproxy to \(method) \(path): "
                    + (answer.withLock { $0 }.map { String(decoding: $0.body, as: UTF8.self) } ?? "no answer"))
        }
        return try text.isEmpty ? [:] : JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
    }
}
