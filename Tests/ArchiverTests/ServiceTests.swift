import Foundation
import Kafka
import MarketData
import Runtime
import Simulator
import TestSupport
import Testing

@testable import ArchiverCore

@Suite("Archiver: from Kafka to Parquet", .serialized)
struct ServiceTests {
    @Test(
        "every document of every type on Kafka is a row, equal in every field",
        .enabled(if: Python.isAvailable, Python.missing), arguments: TestBroker.available)
    func everyType(broker: TestBroker) async throws {
        let bench = try ServiceBench(broker)
        let documents = try bench.publish(WrittenDocument.random(seed: 11, count: 240))
        try bench.start()
        try await bench.waitForRows(documents.count)
        try await bench.stop()
        // A real broker may hold what other tests have published.
        let differences = try ReadBack.differences(
            root: bench.root, documents: documents, allowsMore: broker == .real)
        #expect(differences == "")
    }

    @Test("a shutdown archives and commits what is open; the next start reads nothing again")
    func shutdown() async throws {
        let bench = try ServiceBench()
        _ = try bench.publish(WrittenDocument.random(seed: 12, count: 60))
        try bench.start()
        try await waitFor {
            try bench.rows() > 0 || bench.metrics.text.contains("tapedeck_archive_open_rows 60")
        }
        try await bench.stop()
        #expect(try bench.rows() == 60)
        let files = try bench.folder.files
        try bench.start()
        let more = try bench.publish(WrittenDocument.random(seed: 13, count: 12))
        try await bench.waitForRows(60 + more.count)
        try await bench.stop()
        #expect(try bench.rows() == 72)
        #expect(Set(try bench.folder.files).isSuperset(of: files))
    }

    @Test("what cannot be archived goes to the dead letters, whole and with the reason, and holds nothing up")
    func deadLetters() async throws {
        let bench = try ServiceBench()
        var documents = WrittenDocument.random(seed: 14, count: 20, kinds: [.trade])
        let broken = WrittenDocument(log: documents[0].log, offset: 0, json: #"{"type":"trade","version":1,"cut"#)
        documents.insert(broken, at: 10)
        _ = try bench.publish(documents)
        try bench.start()
        try await bench.waitForRows(20)
        try await bench.stop()
        #expect(try bench.rows() == 20)
        #expect(bench.metrics.text.contains(#"tapedeck_dead_letters_total{reason="truncated"} 1"#))
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: bench.kafka, group: nil, reportsEnds: true))
        try consumer.assign([
            KafkaPosition(topic: "dead.archiver", partition: 0, offset: KafkaPosition.Special.beginning)
        ])
        var letters: [String] = []
        var isAtEnd = false
        while !isAtEnd {
            let batch = try consumer.poll(maxRecords: 10, timeoutMilliseconds: 1000)
            batch.forEach { record in
                let code = record.header("error_code").map { String(decoding: $0, as: UTF8.self) } ?? ""
                letters.append("\(code) \(String(decoding: record.value, as: UTF8.self))")
            }
            isAtEnd = !batch.ends.isEmpty
        }
        #expect(letters == ["truncated \(broken.json)"])
    }

    @Test("a root that cannot be made is said, waited for, and used once it can")
    func unwritableRoot() async throws {
        let bench = try ServiceBench()
        let documents = try bench.publish(WrittenDocument.random(seed: 15, count: 24))
        try Data().write(to: URL(filePath: bench.root))  // a file where the folder should be
        try bench.start()
        try await waitFor { "\(bench.archiveStatus)".contains("mkdir") }
        #expect(!bench.health.isReady)
        try FileManager.default.removeItem(atPath: bench.root)
        try await bench.waitForRows(documents.count)
        try await waitFor { bench.health.isReady }
        try await bench.stop()
        #expect(try bench.rows() == documents.count)
    }

    @Test("an archive that stops taking files in mid-flight loses nothing and repeats nothing")
    func failsInMidFlight() async throws {
        let bench = try ServiceBench()
        _ = try bench.publish(WrittenDocument.random(seed: 16, count: 24))
        try bench.start()
        try await bench.waitForRows(24)
        // The staging folders are gone, a file is in their place: every round fails.
        try FileManager.default.moveItem(atPath: bench.root + "/_state", toPath: bench.root + "/away")
        try Data().write(to: URL(filePath: bench.root + "/_state"))
        _ = try bench.publish(WrittenDocument.random(seed: 17, count: 24))
        try await waitFor { bench.archiveStatus != .ok }
        #expect(try bench.rows() == 24)
        try FileManager.default.removeItem(atPath: bench.root + "/_state")
        try FileManager.default.moveItem(atPath: bench.root + "/away", toPath: bench.root + "/_state")
        try await bench.waitForRows(48)
        try await waitFor { bench.health.isReady }
        try await bench.stop()
        #expect(try bench.rows() == 48)
    }

    @Test(
        "killed again and again in the middle of its work, each record is archived once",
        .enabled(if: Python.isAvailable, Python.missing), arguments: TestBroker.available)
    func killed(broker: TestBroker) async throws {
        let bench = try ServiceBench(broker)
        let (servers, group, root) = bench.child
        var documents: [WrittenDocument] = []
        var generator = SeededGenerator(seed: 18)
        for seed in 20...23 as ClosedRange<UInt64> {
            documents += try bench.publish(
                WrittenDocument.random(seed: seed, count: 300, kinds: [.trade, .book, .gap]))
            let wait = Int.random(in: 0...400, using: &generator)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [servers = servers as String, group = group as String, root = root as String, wait = wait as Int] in
                try ArchiverChild.runUntilKilled(
                    servers: servers, group: group, root: root, waitMilliseconds: wait)
            }
        }
        try bench.start()
        try await bench.waitForRows(documents.count)
        try await bench.stop()
        let differences = try ReadBack.differences(
            root: bench.root, documents: documents, allowsMore: broker == .real)
        #expect(differences == "")
    }

    private func waitFor(_ condition: () throws -> Bool) async throws {
        for _ in 0..<600 {
            if try condition() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("it did not come about in 30 seconds")
    }
}
