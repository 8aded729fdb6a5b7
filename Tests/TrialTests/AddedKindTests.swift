import Archive
import Documents
import JSON
import Kafka
import MarketData
import Parquet
import Runtime
import Streams
import TestSupport
import Testing

@testable import ArchiverCore
@testable import DedupCore
@testable import NormalizerCore
@testable import TapedeckCore

/// A kind that is declared here and nowhere else.
///
/// What a kind needs beyond its declaration is a buffer in `EventBatch`, and there the compiler lists what is missing: every
/// switch over `EventKind` names each kind (``switches()``).
@Suite("A kind of event is declared once")
struct AddedKindTests {
    /// Runs `body` with the kind among those that are declared.
    private func added<Result>(_ body: () throws -> Result) rethrows -> Result {
        try KindDeclaration.$added.withValue([Rehearsal.declaration], operation: body)
    }

    /// A batch with a symbol, and an event of the kind.
    private func event(in batch: inout EventBatch) throws -> Rehearsal {
        batch.receiveTime = Timestamp(nanoseconds: 1_700_000_000_000_000_001)
        batch.source = "primary"
        let symbol = RandomEvents.intern(
            "BTCUSDT", venue: "bybit", product: .linear, instrument: "BTC-USDT-PERP", in: &batch)
        return Rehearsal(
            header: EventHeader(symbol: symbol, eventTime: Timestamp(nanoseconds: 1_700_000_000_000_000_000)),
            price: try Decimal("1.5"), size: nil, side: .ask, takes: 3, place: batch.addText("stage"))
    }

    private static let document =
        #"{"type":"rehearsal","version":2,"venue":"bybit","symbol":"BTCUSDT","instrument":"BTC-USDT-PERP","product":"linear","ts_event":1700000000000000000,"ts_recv":1700000000000000001,"source":"primary","price":"1.5","side":"ask","takes":3,"place":"stage"}"#

    @Test("it has its topics, with the partitions that it wants")
    func topics() throws {
        let topics = added { TopicTable(venues: ["bybit"]).topics }
        for name in ["normalized.rehearsal.v2", "market.rehearsal.v2"] {
            #expect(try #require(topics.first { $0.name == name }).partitions == 4)
        }
        #expect(!TopicTable(venues: ["bybit"]).topics.contains { $0.name.contains("rehearsal") })
    }

    @Test("dedup and the archiver read its topics")
    func subscriptions() {
        #expect(added { DedupSession.topics }.contains("normalized.rehearsal.v2"))
        #expect(added { PartitionOpener.topics }.contains("market.rehearsal.v2"))
    }

    @Test("normalizer, dedup and archiver count it")
    func metrics() {
        let registry = MetricsRegistry()
        added {
            _ = VenueCounters(registry, venue: "bybit")
            _ = DedupMetrics(registry, logger: Logger(label: "test"))
            _ = ArchiverMetrics(registry, logger: Logger(label: "test")).counters(of: Rehearsal.declaration)
        }
        let lines = registry.text.split(separator: "\n").filter { $0.contains(#"type="rehearsal""#) }
        for name in [
            "tapedeck_documents_total", "tapedeck_documents_in_total", "tapedeck_duplicates_total",
            "tapedeck_archive_rows_total", "tapedeck_archive_files_total",
        ] {
            #expect(lines.contains { $0.hasPrefix("\(name){") }, "\(name)")
        }
    }

    @Test("it has a table with its columns, into which its rows go")
    func table() throws {
        let table = added { ArchiveTable(for: Rehearsal.declaration) }
        let columns = ParquetSchema(of: table.columns).fields.map(\.description)
        #expect(
            columns.suffix(5) == [
                "price decimal(38,18) not null", "size decimal(38,18)", "side varchar not null",
                "takes bigint not null", "place varchar",
            ])
        var batch = EventBatch()
        let event = try event(in: &batch)
        table.append(event, of: batch, from: TopicPartition(topic: "market.rehearsal.v2", partition: 0), at: 7)
        #expect(table.rows == 1 && table.columns.allSatisfy { $0.count == 1 })
        #expect(table.columns.filter { $0.nullCount == 1 }.map(\.field.name) == ["ts_publish", "flags", "size"])
        let folder = try ScratchFolder()
        _ = try ParquetFile.write(table.columns, to: folder.path("rehearsal.parquet"))
        #expect(try ParquetFile.info(of: folder.path("rehearsal.parquet")).rows == 1)
    }

    @Test("its documents are written, read and shown")
    func documents() throws {
        var batch = EventBatch()
        let event = try event(in: &batch)
        var encoder = DocumentEncoder()
        var writer = JSONWriter()
        encoder.encode(event, version: Rehearsal.declaration.version, of: batch, to: &writer)
        #expect(writer.string == Self.document)
        let read = try added { try Self.read() }
        #expect(read.trade.price == event.price && read.trade.sequence == 3 && read.place == "stage")
        #expect(throws: DecodeError.self) { try Self.read() }
        #expect(DocumentLine.text(of: Array(Self.document.utf8)) != nil)
    }

    /// What a decoder reads of the kind's document.
    private static func read() throws -> (trade: Trade, place: String) {
        var frame = FrameBuffer()
        try frame.assign(document)
        var decoder = DocumentDecoder()
        var batch = EventBatch()
        try decoder.decode(frame, into: &batch)
        return (batch.trades[0], batch.string(of: batch.trades[0].tradeID))
    }

    @Test("every switch over kinds names each kind, so that the compiler asks for a new one")
    func switches() throws {
        var found: [String] = []
        for path in ["Services", "Shared", "Tools"].flatMap({ ProjectFiles.paths(under: $0, endingWith: ".swift") }) {
            let text = try ProjectFiles.text(path)
            guard text.contains("case .trade") || text.contains("case .book") else { continue }
            for block in Self.switches(in: text) { #expect(!block.contains(/\n *default:/), "\(path)") }
            if try EventKind.allCases.allSatisfy({ try text.contains(Regex("case [^:]*\\.\($0)\\b")) }) {
                found.append(path.split(separator: "/").last.map(String.init) ?? path)
            }
        }
        #expect(
            found.sorted() == [
                "BybitDecoder+Trades.swift", "Deduplicator+Rules.swift", "EventBatch+Fields.swift",
                "EventBatch+Header.swift", "EventBatch+Mark.swift", "EventCheck.swift", "EventKind.swift",
                "MarketBoard.swift", "MarketGroup.swift", "SoakLedger.swift",
            ])
    }

    /// The switches over kinds of event, each up to its brace.
    private static func switches(in text: String) -> [String] {
        text.matches(of: /\n( *)(?:return )?switch (?:entry\.)?kind \{\n(?:.*\n)*?\1\}/).map { String($0.output.0) }
            .filter { $0.contains("case .trade") || $0.contains("case .book") }
    }
}
