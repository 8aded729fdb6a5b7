import Archive
import Foundation
import MarketData
import Parquet
import TestSupport
import Testing

@testable import ArchiverCore

@Suite("Archiver: on the local disk")
struct LocalStorageTests {
    /// Archives documents as the service does, but without Kafka.
    private func archive(_ documents: [WrittenDocument], to root: String, closing: Bool = true) throws {
        let reader = DocumentReader()
        var tables: [String: ArchiveTable] = [:]
        for kind in KindDeclaration.named { tables[kind.marketTopic] = ArchiveTable(for: kind) }
        var archives: [TopicPartition: PartitionArchive<LocalStorage>] = [:]
        let now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
        for document in documents {
            let table = try #require(tables[document.topic])
            let log = document.log
            if archives[log] == nil {
                let storage = try LocalStorage(
                    root: root, log: log, reader: reader, table: table, version: "1.2.3", compressionLevel: 3)
                archives[log] = try PartitionArchive(
                    log, limits: BucketLimits(), storage: storage, committed: nil, logEnd: nil)
            }
            let archive = try #require(archives[log])
            try Array(document.json.utf8).withUnsafeBytes { bytes in
                let place = try reader.place(of: bytes, in: table.name)
                guard !archive.isKnown(document.offset) else { return archive.pass(document.offset) }
                _ = archive.append(bytes, at: document.offset, symbol: place.symbol, time: place.time, now: now)
            }
        }
        for archive in archives.values where closing { _ = try archive.close(.all, now: now) }
    }

    @Test(
        "every document of every type is a row, equal in every field",
        .enabled(if: Python.isAvailable, Python.missing), arguments: [1, 2] as [UInt64])
    func everyType(seed: UInt64) throws {
        let folder = try ScratchFolder()
        let documents = WrittenDocument.random(seed: seed, count: 360)
        try archive(documents, to: folder.path("archive"))
        let differences = try ReadBack.differences(root: folder.path("archive"), documents: documents)
        #expect(differences == "", "seed \(seed)")
    }

    @Test("the reading back would notice a difference", .enabled(if: Python.isAvailable, Python.missing))
    func canFail() throws {
        let folder = try ScratchFolder()
        let documents = WrittenDocument.random(seed: 3, count: 40, kinds: [.trade])
        try archive(Array(documents.dropLast()), to: folder.path("archive"))
        var wrong = documents
        wrong[0] = WrittenDocument(log: wrong[0].log, offset: 0, json: wrong[1].json)
        let text = try ReadBack.differences(root: folder.path("archive"), documents: wrong)
        #expect(text.contains("differs: ('market.trade.v1', 0, 0)"))
        #expect(text.contains("0 rows of ('market.trade.v1', 0, 39)"))
    }

    @Test("archiving the same log again adds nothing")
    func again() throws {
        let folder = try ScratchFolder()
        let documents = WrittenDocument.random(seed: 4, count: 60, kinds: [.quote, .order, .orderSnapshot])
        try archive(documents, to: folder.path("archive"))
        let files = try folder.files
        try archive(documents, to: folder.path("archive"))
        #expect(try folder.files == files)
        #expect(files.contains("archive/_state/market.quote.v1-0.json"))
        #expect(files.contains { $0.hasPrefix("archive/order/v1/venue=") && $0.hasSuffix("-0-0.parquet") })
    }

    @Test("a file names where its rows come from")
    func metadata() throws {
        let folder = try ScratchFolder()
        let documents = WrittenDocument.random(seed: 5, count: 1, kinds: [.trade])
        try archive(documents, to: folder.path("archive"))
        let file = try #require(try folder.files.first { $0.hasSuffix(".parquet") })
        let info = try ParquetFile.info(of: folder.path(file))
        #expect(info.rows == 1)
        #expect(info.metadata["tapedeck.version"] == "1.2.3")
        #expect(info.metadata["tapedeck.topic"] == "market.trade.v1")
        #expect(info.metadata["tapedeck.first_offset"] == "0" && info.metadata["tapedeck.rows"] == "1")
    }

    @Test(
        "documents that cannot be archived are refused with a name",
        arguments: [
            ("{not json", "malformed"), (#"{"type":"trade","version":1}"#, "missing_field"),
            (
                #"{"type":"quote","version":1,"venue":"v","symbol":"s","instrument":"s","product":"spot","ts_recv":1,"source":"p"}"#,
                "wrong_topic"
            ),
            (
                #"{"type":"trade","version":1,"venue":"v","symbol":"s","instrument":"s","product":"spot","ts_recv":1,"source":"p","price":"100000000000000000000","size":"1","side":"buy"}"#,
                "number_does_not_fit"
            ),
            (
                #"{"type":"trade","version":1,"venue":"v","symbol":"\#(String(repeating: "s", count: 250))","instrument":"s","product":"spot","ts_recv":1,"source":"p","price":"1","size":"1","side":"buy"}"#,
                "name_too_long"
            ),
        ])
    func refused(_ document: String, _ code: String) {
        let reader = DocumentReader()
        let error = #expect(throws: ArchiveError.self) {
            try Array(document.utf8).withUnsafeBytes { _ = try reader.place(of: $0, in: "trade") }
        }
        #expect(error?.code == code)
    }
}
