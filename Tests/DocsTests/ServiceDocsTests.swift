import Foundation
import Kafka
import Runtime
import SignalsCore
import Streams
import TestSupport
import Testing
import VenueKit
import Venues

@Suite("Documentation of services")
struct ServiceDocsTests {
    /// The cells of OPERATIONS.md's and other pages' tables, a row each.
    private static func rows(_ page: String) throws -> [[String]] {
        try ProjectFiles.text(page).split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test("OPERATIONS.md has each with its program, its port and what it does; its metrics have a section")
    func ports() throws {
        let rows = try Self.rows("docs/OPERATIONS.md")
        let found = rows.filter { $0.count == 4 && $0[1].hasPrefix("`tapedeck-") }
        #expect(
            found
                == ServiceRegistry.all.map { ["\($0.name)", "`\($0.program)`", "\($0.metricsPort)", $0.abstract] })
        let sections = try MetricTable().sections
        for service in ServiceRegistry.all { #expect(sections[service.name] != nil, "\(service.name)") }
    }

    @Test("OPERATIONS.md says of each section who reads it", arguments: Configuration.sectionNames)
    func sections(section: String) throws {
        let readers =
            ServiceDeclaration.commonSections.contains(section)
            ? "every service"
            : ServiceRegistry.all.filter { $0.sections.contains(section) }.map(\.name).joined(separator: ", ")
        let text = try ProjectFiles.text("docs/OPERATIONS.md")
        #expect(
            text.contains("\n### `\(section)` (\(readers))\n")
                || text.contains("\n### `\(section)` (\(readers) and `tapedeck`)\n"))
    }

    @Test("OPERATIONS.md says of each check of readiness whose it is, and of no other")
    func checks() throws {
        let lines = try ProjectFiles.text("docs/OPERATIONS.md").split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("| check of `/readyz`") })
        var found: [String: Set<String>] = [:]
        for line in lines[(start + 2)...].prefix(while: { $0.hasPrefix("|") }) {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            // `upload` is there with a section of its own: "archiver with `archiver.s3.url`".
            let owners = cells[1].split(separator: ",").compactMap { $0.split(separator: " ").first.map(String.init) }
            for owner in owners { found[owner, default: []].insert(cells[0].trimmingCharacters(in: ["`"])) }
        }
        #expect(found.removeValue(forKey: "all") == ["service"])
        #expect(found["producer"]?.remove("<venue>/<source>") != nil)
        #expect(found == Dictionary(uniqueKeysWithValues: ServiceRegistry.all.map { ($0.name, Set($0.checks)) }))
    }

    @Test("signals read what has a place in Redis")
    func signals() { #expect(ServiceDeclaration.signals.marketKinds == MarketGroup.kinds) }

    @Test("TOPICS.md says of each topic who writes and who reads it")
    func topics() throws {
        let venues = VenueRegistry.all.map(\.name)
        let rows = try Self.rows("docs/TOPICS.md")
        for topic in TopicTable(venues: venues).topics.map(\.name) where !topic.hasPrefix("dead.") {
            let row = try #require(rows.first { $0[0].contains("`\(TopicDocsTests.written(topic))`") }, "\(topic)")
            func named(_ families: (ServiceDeclaration) -> [TopicFamily]) -> [String] {
                ServiceRegistry.all.filter { families($0).contains { $0.topics(venues: venues).contains(topic) } }
                    .map(\.name)
            }
            let writers = named(\.outputs)
            #expect(row[1] == (writers.isEmpty ? "none" : writers.joined(separator: ", ")), "\(topic)")
            let readers = named(\.inputs) + (topic.hasPrefix("market.") ? ["you"] : [])
            #expect(row[2] == readers.joined(separator: ", "), "\(topic)")
        }
        for service in ServiceRegistry.all {
            let row = rows.first { $0[0] == "`\(service.deadLetters)`" }
            #expect((row != nil) == service.hasDeadLetters && row?[1].contains(service.name) ?? true, "\(service.name)")
        }
    }

    @Test("README.md starts each by hand")
    func readme() throws {
        let names = ServiceRegistry.all.map(\.name).joined(separator: " ")
        #expect(try ProjectFiles.text("README.md").contains("for service in \(names); do"))
    }
}
