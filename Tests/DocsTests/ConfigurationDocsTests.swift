import ProducerCore
import Runtime
import TestSupport
import Testing
import VenueKit

@testable import TapedeckCore

@Suite("Documentation of the configuration")
struct ConfigurationDocsTests {
    private static let keys = ConfigSections.keys

    @Test("every key stands in OPERATIONS.md with what it takes and its default")
    func keys() throws {
        let lines = try ProjectFiles.text("docs/OPERATIONS.md").split(separator: "\n")
        for key in Self.keys {
            let row = try #require(lines.first { $0.hasPrefix("| `\(key.path)` |") }, "\(key.path)")
            // A venue that is added changes docs/VENUES.md, which another test holds to the registry, and not this page.
            let allowed = key.path == "venues[].name" ? "one of the names in [VENUES.md](VENUES.md)" : key.allowed
            #expect(row.contains(allowed), "\(key.path)")
            if let text = key.defaultText, !text.isEmpty, key.kind != .list {
                #expect(row.contains("`\(text)`"), "\(key.path)")
            }
        }
    }

    @Test("OPERATIONS.md has no key that is gone")
    func goneKeys() throws {
        let known = Set(Self.keys.map(\.path))
        for match in try ProjectFiles.text("docs/OPERATIONS.md").matches(of: /(?m)^\| `([a-z_]+[.\[][^`]*)` \|/) {
            #expect(known.contains(String(match.output.1)), "\(match.output.1)")
        }
    }

    @Test("the example configuration is right and names every venue")
    func example() throws {
        let text = try ProjectFiles.text("tapedeck.yaml")
        let configuration = try Configuration(text: text)
        #expect(ConfigSections.mistakes(in: configuration).map(\.description) == [])
        let venues = try configuration.venues(knowing: ProducerConfig.vocabulary)
        #expect(venues.map(\.name) == ProducerConfig.vocabulary.venues)
        for config in ProducerConfig.all(venues) {
            for subscription in config.subscriptions {
                #expect(!config.venue.plan(subscription).isEmpty, "\(config.name) \(subscription.product)")
            }
        }
    }

    @Test("the example configuration shows every key, and defaults as they are")
    func exampleDefaults() throws {
        let lines = try ProjectFiles.text("tapedeck.yaml").split(separator: "\n")
        for key in Self.keys {
            let name = key.path.split(separator: ".").last.map(String.init) ?? key.path
            let shown = lines.filter { $0.contains("\(name):") }
            #expect(!shown.isEmpty, "\(key.path)")
            guard let text = key.defaultText, !text.isEmpty, key.kind != .list, key.kind != .map else { continue }
            #expect(shown.contains { $0.contains("# ") && $0.contains("\(name): \(text)") }, "\(key.path)")
        }
    }
}
