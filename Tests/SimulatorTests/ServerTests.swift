import Foundation
import MarketData
import TestSupport
import Testing
import VenueKit
import Venues
import WebSocket

@testable import Simulator

@Suite("The simulator over the wire")
struct ServerTests {
    /// A truth report, read by Foundation.
    private static func feeds(_ simulator: VenueSimulator) throws -> [[String: Any]] {
        let report = try JSONSerialization.jsonObject(with: Data(try simulator.control("truth?levels=100").utf8))
        return (report as? [String: Any])?["feeds"] as? [[String: Any]] ?? []
    }

    @Test(
        "a producer's plans connect, ask and get the market, for every venue", arguments: VenueRegistry.all.map(\.name))
    func wire(name: String) async throws {
        let venue = try #require(VenueRegistry.venue(named: name))
        // Steps are made by hand, so that nothing depends on how fast this machine is.
        var options = SimulatorOptions()
        options.startsPaused = true
        let simulator = try VenueSimulator(options: options)
        try simulator.start()
        defer { simulator.stop() }
        let client = try Client()
        for product in venue.products {
            let simulation = venue.makeSimulation(for: product)
            let symbols = simulation.instruments.map(\.symbol)
            let plans = venue.plan(
                Subscription(product: product, symbols: symbols, kinds: Set(venue.kinds(for: product))))
            let endpoints = simulator.endpoints(venue: name, product: product)
            var reader = FeedReader(venue: venue, product: product, receiveTime: SharedCore.now)
            for plan in plans {
                let listener = try client.connect(endpoints.webSocket[0] + plan.path, saying: plan.subscribeFrames)
                // Each subscription is acknowledged once.
                _ = try await listener.wait { state in
                    state.reason != nil
                        || state.frames.count { frame in
                            frame.withUnsafeBytes { simulation.classify($0) } == .control
                        } >= plan.subscribeFrames.count
                }
                try simulator.control("step?count=600&venue=\(name)&product=\(product.name)")
                let heard = try await listener.wait { $0.frames.count > 200 || $0.reason != nil }
                #expect(heard.reason == nil)
                for frame in heard.frames { try reader.read(frame) }
                for request in plan.requests + plan.snapshotRequests {
                    let answer = try await client.get(endpoints.rest[0] + request.path)
                    #expect(answer.status == 200)
                    try reader.read(answer.body, answerTo: request.path)
                }
            }
            for kind in venue.kinds(for: product) where kind != .liquidation && kind != .status {
                #expect(reader.counts[kind, default: 0] > 0, "\(product) \(kind)")
            }
        }
        #expect(try Self.feeds(simulator).count == venue.products.count)
    }

    @Test("two sources of one feed get the same frames with the same sequence numbers")
    func replica() async throws {
        var options = SimulatorOptions()
        options.startsPaused = true
        let simulator = try VenueSimulator(options: options)
        try simulator.start()
        defer { simulator.stop() }
        let client = try Client()
        let subscribe = #"{"op":"subscribe","args":["orderbook.50.BTCUSDT","publicTrade.BTCUSDT"]}"#
        let listeners = try [nil, "replica"].map { label in
            let base = simulator.endpoints(venue: "bybit", product: .linear, label: label).webSocket[0]
            return try client.connect(base + "/v5/public/linear", saying: [subscribe])
        }
        // The acknowledgement and the book.
        for listener in listeners { _ = try await listener.wait { $0.frames.count == 2 } }
        try simulator.control("step?count=800")
        try simulator.control("pause")
        let first = try await listeners[0].wait { $0.frames.count > 100 }
        let second = try await listeners[1].wait { $0.frames.count >= first.frames.count }
        #expect(first.frames == Array(second.frames.prefix(first.frames.count)))
        let labels = try Self.feeds(simulator)[0]["connections"] as? [[String: Any]]
        #expect(labels?.compactMap { $0["label"] as? String } == ["", "replica"])
    }

    @Test("a path of no venue is refused, and so is one that the venue does not have")
    func unknownPaths() async throws {
        let simulator = try VenueSimulator()
        try simulator.start()
        defer { simulator.stop() }
        let client = try Client()
        for path in ["/nowhere/spot/stream", "/binance/spot/nonsense", "/bybit/linear/v5/public/spot", "/x"] {
            let heard = try await client.connect("ws://127.0.0.1:\(simulator.port)\(path)").wait { $0.reason != nil }
            #expect(heard.reason == .refused(status: 404, retryAfter: nil), "\(path)")
        }
        #expect(try await client.get("http://127.0.0.1:\(simulator.port)/nowhere/spot/api").status == 404)
        #expect(try await client.get("http://127.0.0.1:\(simulator.port)/control/nonsense").status == 400)
    }

    /// A certificate for this machine that is its own authority.
    private static func certificate() throws -> (file: String, key: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tapedeck-sim-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "cert.pem").path
        let key = folder.appending(path: "key.pem").path
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            key, "-out", file, "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return (file, key)
    }

    @Test("with a certificate it speaks TLS, to WebSocket and REST alike")
    func secure() async throws {
        let (file, key) = try Self.certificate()
        var options = SimulatorOptions()
        options.server.host = "127.0.0.1"
        options.server.certificateFile = file
        options.server.keyFile = key
        let simulator = try VenueSimulator(options: options)
        try simulator.start()
        defer { simulator.stop() }
        let client = try Client(caFile: file)
        let endpoints = simulator.endpoints(venue: "deribit", product: .inverse)
        #expect(endpoints.webSocket[0].hasPrefix("wss://"))
        let hello = #"{"jsonrpc":"2.0","id":1,"method":"public/hello","params":{}}"#
        let heard = try await client.connect(endpoints.webSocket[0] + "/ws/api/v2", saying: [hello]).wait {
            !$0.frames.isEmpty || $0.reason != nil
        }
        #expect(heard.reason == nil)
        let status = try await client.get(endpoints.rest[0] + "/api/v2/public/status").status
        #expect(status == 200)
    }
}
