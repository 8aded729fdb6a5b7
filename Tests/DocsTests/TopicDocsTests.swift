import Documents
import Foundation
import Kafka
import MarketData
import Runtime
import Streams
import TestSupport
import Testing
import VenueKit
import Venues

@Suite("Documentation of topics, documents and venues")
struct TopicDocsTests {
    @Test("every topic stands in TOPICS.md with its partitions and how long it is kept")
    func topics() throws {
        let lines = try ProjectFiles.text("docs/TOPICS.md").split(separator: "\n")
        let table = TopicTable(venues: VenueRegistry.all.map(\.name))
        for topic in table.topics {
            let row = try #require(
                lines.first { $0.hasPrefix("| `") && $0.contains("`\(Self.written(topic.name))`") }, "\(topic.name)")
            #expect(row.contains(topic.partitions == table.partitions ? "| busy |" : "| 1 |"), "\(topic.name)")
            if topic.config["cleanup.policy"] == "compact" {
                #expect(row.contains("| compacted"), "\(topic.name)")
            } else {
                let milliseconds = try #require(topic.config["retention.ms"].flatMap { Int($0) })
                #expect(row.hasSuffix("| \(milliseconds / 3_600_000) h |"), "\(topic.name)")
            }
        }
    }

    /// The name of a topic on the page: a venue's is written once for all venues.
    static func written(_ topic: String) -> String {
        VenueRegistry.all.contains { TopicName.raw(venue: $0.name) == topic } ? TopicName.raw(venue: "<venue>") : topic
    }

    @Test("every field of a raw record's header stands in TOPICS.md, in its order")
    func header() throws {
        let text = try ProjectFiles.text("docs/TOPICS.md")
        var writer = RawHeaderWriter(session: 1, product: .spot, endpoint: "wss://a")
        writer.write(.rest, receiveTime: 2, frame: 3, request: "/b")
        let names = try writer.bytes.withUnsafeBytes { try RawHeader($0).fields.map(\.name) }
        let rows = text.split(separator: "\n").filter { line in names.contains { line.hasPrefix("| `\($0)` |") } }
        #expect(rows.compactMap { row in names.first { row.hasPrefix("| `\($0)` |") } } == names)
        #expect(text.contains("`\(RawHeader.name)`"))
        for kind in RawKind.allCases { #expect(text.contains("`\(kind.rawValue)`:"), "\(kind)") }
    }

    @Test(
        "every field of a document's schema stands in its section of SCHEMAS.md",
        arguments: KindDeclaration.all.flatMap(\.documentTypes))
    func fields(type: DocumentType) throws {
        let sections = try ProjectFiles.text("docs/SCHEMAS.md").components(separatedBy: "\n## ")
        let common = try #require(sections.first { $0.hasPrefix("Fields of every document\n") })
        let section = try #require(sections.first { $0.hasPrefix("`\(type)`\n") })
        let schema = try JSONSerialization.jsonObject(
            with: Data(ProjectFiles.text("Shared/Documents/Schemas/\(type).v1.json").utf8))
        let properties = try #require((schema as? [String: Any])?["properties"] as? [String: Any])
        #expect(properties.count > 10)
        for name in properties.keys {
            #expect((common + section).contains("| `\(name)` |"), "\(name)")
        }
    }

    @Test("every kind's table stands in ARCHIVE.md, and its topic in the section of each of its documents")
    func kinds() throws {
        let tables = KindDeclaration.named.map { "`\($0.name)`" }.joined(separator: ", ")
        #expect(try ProjectFiles.text("docs/ARCHIVE.md").contains("topic's name: \(tables)."))
        let sections = try ProjectFiles.text("docs/SCHEMAS.md").components(separatedBy: "\n## ")
        for kind in KindDeclaration.all {
            for type in kind.documentTypes {
                #expect(sections.contains { $0.hasPrefix("`\(type)`\n\n`\(kind.marketTopic)`") }, "\(type)")
            }
        }
    }

    @Test("the table of VENUES.md ticks what each venue says it sends")
    func venues() throws {
        let columns = ["trade", "book", "order", "quote", "ticker", "funding", "liquidation", "instrument", "status"]
        var venue = ""
        var seen: Set<String> = []
        for line in try ProjectFiles.text("docs/VENUES.md").split(separator: "\n") where line.hasPrefix("|") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count > columns.count + 2, let product = Product(name: cells[1].prefix { $0 != " " }) else {
                continue
            }
            if !cells[0].isEmpty { venue = cells[0] }
            seen.insert("\(venue) \(product.name)")
            let ticked = zip(columns, cells.dropFirst(2)).filter { $1 == "✓" }.map(\.0)
            let kinds = try #require(VenueRegistry.venue(named: venue)).kinds(for: product).map(\.topicName)
            #expect(Set(ticked) == Set(kinds), "\(venue) \(product.name)")
        }
        let all = VenueRegistry.all.flatMap { venue in venue.products.map { "\(venue.name) \($0.name)" } }
        #expect(seen == Set(all))
    }
}
