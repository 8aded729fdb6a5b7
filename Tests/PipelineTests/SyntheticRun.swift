import Foundation
import MarketData
import PipelineSupport
import Runtime
import Simulator
import TestSupport
import VenueKit

/// One run over everything that the venues have, and what Python makes of it.
struct SyntheticRun: Sendable {
    /// The reasons of dead letters.
    var deadLetters: [String] = []
    /// Kinds that a venue's product has and that did not come: `bybit spot trade`.
    var missingKinds: [String] = []
    /// Copies that dedup removed.
    var duplicates = 0
    /// What check_schemas.py printed.
    var schemaCheck = ""
    /// What read_back.py printed.
    var archiveDifferences = ""
    /// Documents on market.*, all of which must be in the archive.
    var archivedDocuments = 0

    static func make(_ markets: [PipelineOptions.Market], seed: UInt64) throws -> SyntheticRun {
        var options = PipelineOptions(markets)
        options.sources = ["primary", "replica"]
        options.simulation.seed = seed
        options.simulation.framesPerSecond = 60
        options.archives = true
        let pipeline = try RunningPipeline(options)
        defer { pipeline.stop() }
        // Each kind comes within 256 steps of the market.
        try pipeline.run { pipeline in
            let feeds = try pipeline.truth("?levels=0")
            return feeds.count == options.markets.count && feeds.allSatisfy { ($0["steps"] as? Int ?? 0) >= 300 }
        }
        var run = SyntheticRun()
        run.duplicates = pipeline.dedup.total("tapedeck_duplicates_total")
        run.deadLetters = ServiceRegistry.deadLetters.flatMap { pipeline.tape.records($0) }
            .map { "\($0.key): \($0.headers["error"] ?? "")" }
        run.missingKinds = missingKinds(pipeline)
        // The archiver puts everything that is open into files when it ends.
        pipeline.stop()
        let folder = try ScratchFolder()
        let all = try write(pipeline, prefixes: ["normalized.", "market."], to: folder.url.appending(path: "all"))
        guard all > 0 else { throw PipelineFailure(what: "there are no documents") }
        run.archivedDocuments = try write(pipeline, prefixes: ["market."], to: folder.url.appending(path: "market"))
        run.schemaCheck = try Python.run(
            try Python.program("check_schemas"), schemas.path, folder.path("all"))
        run.archiveDifferences = try Python.run(
            try Python.program("read_back"), pipeline.archive.url.path, folder.path("market"), "")
        return run
    }

    /// The documents' schemas, where a reader of the topics finds them.
    private static let schemas = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Shared/Documents/Schemas")

    private static func missingKinds(_ pipeline: RunningPipeline) -> [String] {
        pipeline.options.markets.flatMap { market in
            (market.kinds.isEmpty ? market.venue.kinds(for: market.product) : market.kinds).compactMap { kind in
                let venue = "\"venue\":\"\(market.venue.name)\""
                let product = "\"product\":\"\(market.product.name)\""
                let isThere = pipeline.tape.records(TopicName.market(kind)).contains {
                    let text = $0.text
                    return text.contains(venue) && text.contains(product)
                }
                return isThere ? nil : "\(market.venue.name) \(market.product.name) \(kind.topicName)"
            }
        }
    }

    /// Writes one line a document, for Python; answers how many.
    private static func write(_ pipeline: RunningPipeline, prefixes: [String], to file: URL) throws -> Int {
        var text = ""
        var count = 0
        for name in pipeline.tape.names where prefixes.contains(where: { name.hasPrefix($0) }) {
            for record in pipeline.tape.records(name) {
                text += #"{"topic":"\#(name)","partition":\#(record.partition),"offset":\#(record.offset),"document":"#
                text += record.text + "}\n"
                count += 1
            }
        }
        try Data(text.utf8).write(to: file)
        return count
    }
}
