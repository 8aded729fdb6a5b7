import Foundation
import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

@testable import Simulator

@Suite("Recorded frames over the wire")
struct RecordedFramesTests {
    /// A recording of each venue, and how a client subscribes to streams of it.
    struct Sample: Sendable, CustomTestStringConvertible {
        var venue: String
        var product: Product
        var file: String
        var path: String
        var subscribe: @Sendable (Set<RecordedStream>) -> [String]
        var testDescription: String { file }
    }

    static let samples = [
        Sample(
            venue: "bybit", product: .linear, file: "bybit/bmoscon+cryptofeed/BYBIT.v3.linear",
            path: "/v5/public/linear",
            subscribe: { [#"{"op":"subscribe","args":[\#(list($0) { "\($0.channel).\($0.symbol)" })]}"#] }),
        Sample(
            venue: "binance", product: .linear, file: "binance/nkaz001+hftbacktest/usdm/btcusdt_20230404",
            path: "/stream",
            subscribe: { [#"{"method":"SUBSCRIBE","params":[\#(list($0) { "\($0.symbol)@\($0.channel)" })],"id":1}"#] }),
        Sample(
            venue: "coinbase", product: .spot, file: "coinbase/bmoscon+cryptofeed/COINBASE.v3", path: "/",
            subscribe: { streams in
                Set(streams.map(\.channel)).sorted().map { channel in
                    let symbols = streams.filter { $0.channel == channel && !$0.symbol.isEmpty }
                    return
                        #"{"type":"subscribe","product_ids":[\#(list(symbols) { $0.symbol })],"channel":"\#(channel)"}"#
                }
            }),
        Sample(
            venue: "deribit", product: .option, file: "deribit/bmoscon+cryptofeed/DERIBIT.v3", path: "/ws/api/v2",
            subscribe: { streams in
                let channels = list(streams) { "\($0.channel).\($0.symbol).raw" }
                return [
                    #"{"jsonrpc":"2.0","id":1,"method":"public/subscribe","params":{"channels":[\#(channels)]}}"#
                ]
            }),
    ]

    private static func list(_ streams: Set<RecordedStream>, _ name: (RecordedStream) -> String) -> String {
        streams.map { "\"\(name($0))\"" }.sorted().joined(separator: ",")
    }

    @Test(
        "every frame arrives byte for byte, those of a stream in order",
        .enabled(if: Recordings.folder != nil, "no recordings: set TAPEDECK_FRAMES"), arguments: samples)
    func verbatim(sample: Sample) async throws {
        let folder = try #require(Recordings.folder)
        let simulation = try #require(VenueRegistry.venue(named: sample.venue)).makeSimulation(for: sample.product)
        var byStream: [RecordedStream: [[UInt8]]] = [:]
        for line in try Recordings.frames(sample.file) {
            let bytes = Array(line)
            guard case .stream(let stream) = bytes.withUnsafeBytes({ simulation.classify($0) }) else { continue }
            byStream[stream, default: []].append(bytes)
        }
        var options = SimulatorOptions()
        options.frames = [try file(sample.file, in: folder)]
        options.settleMilliseconds = 50
        options.snapshotWaitMilliseconds = 0
        let simulator = try VenueSimulator(options: options)
        try simulator.start()
        defer { simulator.stop() }
        let endpoints = simulator.endpoints(venue: sample.venue, product: sample.product)
        let client = try Client()
        let listener = try client.connect(
            endpoints.webSocket[0] + sample.path, saying: sample.subscribe(Set(byStream.keys)))
        let wanted = byStream.values.reduce(0) { $0 + $1.count }
        #expect(wanted > 100)
        func heardStreams(_ frames: [[UInt8]]) -> [RecordedStream: [[UInt8]]] {
            var streams: [RecordedStream: [[UInt8]]] = [:]
            for frame in frames {
                guard case .stream(let stream) = frame.withUnsafeBytes({ simulation.classify($0) }) else { continue }
                streams[stream, default: []].append(frame)
            }
            return streams
        }
        let heard = try await listener.wait { state in
            state.reason != nil
                || state.frames.count >= wanted
                    && heardStreams(state.frames).values.reduce(0) { $0 + $1.count } >= wanted
        }
        #expect(heard.reason == nil)
        let streams = heardStreams(heard.frames)
        #expect(Set(streams.keys) == Set(byStream.keys))
        for (stream, frames) in byStream { #expect(streams[stream] == frames, "\(stream)") }
    }

    private func file(_ name: String, in folder: URL) throws -> String {
        let plain = folder.appending(path: name + ".frames.jsonl").path
        return FileManager.default.fileExists(atPath: plain) ? plain : plain + ".gz"
    }
}
