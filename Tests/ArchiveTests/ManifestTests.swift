import JSON
import Testing

@testable import Archive

@Suite("Archive: manifests")
struct ManifestTests {
    private static let partition = TopicPartition(topic: "market.trade.v1", partition: 3)

    private func parse(_ text: String) throws -> ArchiveManifest {
        try Array(text.utf8).withUnsafeBytes { try ArchiveManifest(json: $0, of: Self.partition) }
    }

    @Test("a manifest keeps its form: an older one must be understood after an upgrade")
    func pinned() throws {
        let manifest = ArchiveManifest(
            log: Self.partition, next: 12, archived: OffsetRanges([14...20, 30...30]),
            pending: [
                .init(staged: "5.staged", path: "trade/v1/a \"b\".parquet"), .init(staged: "7.staged", path: "c"),
            ])
        var writer = JSONWriter()
        manifest.write(to: &writer)
        let text =
            #"{"version":1,"topic":"market.trade.v1","partition":3,"next":12,"archived":[[14,20],[30,30]],"pending":[{"staged":"5.staged","path":"trade/v1/a \"b\".parquet"},{"staged":"7.staged","path":"c"}]}"#
            + "\n"
        #expect(writer.string == text)
        #expect(try parse(text) == manifest)
    }

    @Test(
        "one that is cut off, of another version or of another partition is refused, never taken for empty",
        arguments: [
            "", "{", #"{"version":1,"topic":"market.trade.v1","partition":3,"next":1,"archived":[]}"#,
            #"{"version":2,"topic":"market.trade.v1","partition":3,"next":1,"archived":[],"pending":[]}"#,
            #"{"version":1,"topic":"market.trade.v1","partition":4,"next":1,"archived":[],"pending":[]}"#,
            #"{"version":1,"topic":"market.book.v1","partition":3,"next":1,"archived":[],"pending":[]}"#,
            #"{"version":1,"topic":"market.trade.v1","partition":3,"next":1,"archived":[[5,4]],"pending":[]}"#,
            #"{"version":1,"topic":"market.trade.v1","partition":3,"next":1,"archived":[],"pending":[{"staged":"a"}]}"#,
            #"{"version":1,"topic":"market.trade.v1","partition":3,"next":1,"archived":[],"pending":[],"more":1}"#,
        ])
    func refused(_ text: String) {
        #expect(throws: DecodeError.self) { try parse(text) }
    }
}
