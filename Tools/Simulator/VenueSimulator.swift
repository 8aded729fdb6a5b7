import Glibc
public import MarketData
import Synchronization
public import VenueKit
public import Venues
import WebSocket

/// A server on loopback that implements every venue's WebSocket and REST protocol, with recorded frames or a synthetic market.
///
/// A producer only needs its endpoints set to use it: `endpoints(venue:product:)` returns the base addresses to which the paths
/// of a `ConnectionPlan` are appended. All feeds share one event loop. `SimulatorCore` makes all decisions, and this class
/// moves bytes and reads the clock.
public final class VenueSimulator: Sendable {
    /// The options.
    public let options: SimulatorOptions
    private let loop = EventLoop(name: "simulator")
    private let shared: SharedCore
    private let server: HTTPServer

    /// The interval at which the core's time advances. Five milliseconds is below the resolution of the latencies measured
    /// here.
    private static let turn = Duration.milliseconds(5)

    /// Reads the recordings that the options name. The simulator does not listen before `start()`.
    public init(
        options: SimulatorOptions = SimulatorOptions(), venues: [any Venue] = VenueRegistry.all
    ) throws(SimulatorError) {
        self.options = options
        shared = SharedCore(try SimulatorCore(options: options, venues: venues))
        server = HTTPServer(loop: loop, options: options.server, handler: shared)
    }

    /// Starts listening.
    public func start() throws(SimulatorError) {
        do throws(WebSocketError) {
            try loop.start()
            try server.start()
        } catch {
            throw .server(error.description)
        }
        loop.schedule(after: Self.turn, repeats: true) { [shared] in shared.advance() }
    }

    /// Closes every connection and stops listening.
    public func stop() {
        loop.stop()
        shared.forget()
    }

    /// The port; 0 before `start()`.
    public var port: UInt16 { server.port }

    /// The base addresses that replace a venue's own hosts.
    ///
    /// - Parameters:
    ///   - label: a name for the source that uses them, such as `replica`, so that faults can affect that source only.
    ///   - port: the port of a proxy in front of the simulator; nil for the simulator's own.
    public func endpoints(
        venue: String, product: Product, label: String? = nil, port: Int? = nil
    ) -> VenueEndpoints {
        let port = port ?? Int(self.port)
        let secure = server.isSecure ? "s" : ""
        let path = "/\(venue)/\(product.name)" + (label.map { "@\($0)" } ?? "")
        let host = options.server.host
        return VenueEndpoints(
            webSocket: ["ws\(secure)://\(host):\(port)\(path)"], rest: ["http\(secure)://\(host):\(port)\(path)"])
    }

    /// Does the same as a GET of `/control/<command>` and returns its body; `command` may have a query:
    /// `rate?frames_per_second=500`.
    @discardableResult
    public func control(_ command: String) throws(SimulatorError) -> String {
        let request = SimulationRequest(target: "/control/" + command)
        let answer: (status: Int, body: String)
        do throws(WebSocketError) {
            answer = try loop.call { [shared] in shared.control(request) }
        } catch {
            throw .server(error.description)
        }
        guard answer.status == 200 else { throw .badControl(answer.body) }
        return answer.body
    }

    /// Adds a fault.
    public func add(_ fault: FaultRule) throws(SimulatorError) {
        do throws(WebSocketError) {
            try loop.call { [shared] in shared.add(fault) }
        } catch {
            throw .server(error.description)
        }
    }
}
