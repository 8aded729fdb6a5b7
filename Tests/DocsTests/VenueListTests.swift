import Foundation
import TestSupport
import Testing
import VenueKit
import Venues

/// CONTRIBUTING.md's list of what a venue needs, against the venues that are there.
@Suite("What a venue needs")
struct VenueListTests {
    private static let venues = VenueRegistry.all.map { (type: String(describing: type(of: $0)), name: $0.name) }

    /// The part of the page that says it.
    private static func list() throws -> Substring {
        let page = try ProjectFiles.text("CONTRIBUTING.md")
        let start = try #require(page.range(of: "## Adding a venue")).lowerBound
        let end = try #require(page[start...].range(of: "### Fixtures")).lowerBound
        return page[start..<end]
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: ProjectFiles.root.appending(path: path).path)
    }

    @Test("each file that the list names is there for each venue")
    func files() throws {
        var sources: [String] = []
        var simulations: [String] = []
        for match in try Self.list().matches(of: /`(<Venue>[A-Za-z]*\.swift)`/) {
            let name = String(match.output.1)
            if name.contains("Simulation") || name.contains("Frames") {
                simulations.append(name)
            } else {
                sources.append(name)
            }
        }
        #expect(sources.count >= 8)
        #expect(simulations.count == 3)
        for venue in Self.venues {
            for file in Set(sources) {
                let path = "Shared/Venues/\(venue.type)/\(file.replacing("<Venue>", with: venue.type))"
                #expect(Self.exists(path), "\(path)")
            }
            let folder = ProjectFiles.root.appending(path: "Tools/Simulator/Venues/\(venue.type)")
            let there = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            for file in Set(simulations) {
                // Coinbase has frames of two APIs: `CoinbaseExchangeFrames.swift`.
                let end = file.replacing("<Venue>", with: "")
                #expect(there.contains { $0.hasPrefix(venue.type) && $0.hasSuffix(end) }, "\(folder.path): \(file)")
            }
        }
    }

    @Test("each venue has its fixtures, its page, its row and its lines")
    func lines() throws {
        let texts = try [
            "Shared/Venues/Registry/VenueRegistry.swift", "Tools/Simulator/Venues/SimulationRegistry.swift",
            "docs/VENUES.md", "tapedeck.yaml", "deploy/demo.yaml", "Package.swift",
        ].map { (name: $0, text: try ProjectFiles.text($0)) }
        let list = try Self.list()
        for text in texts { #expect(list.contains(text.name), "the list does not name \(text.name)") }
        for venue in Self.venues {
            #expect(Self.exists("Tests/Fixtures/\(venue.name)"))
            #expect(Self.exists("docs/venues/\(venue.name).md"))
            for (name, text) in texts {
                #expect(text.contains(venue.name) || text.contains(venue.type), "\(name) does not name \(venue.name)")
            }
        }
    }

    @Test("no other page of readers lists the venues")
    func nothingElse() throws {
        for page in ["docs/TOPICS.md", "docs/SCHEMAS.md", "docs/ARCHIVE.md", "docs/REDIS.md", "docs/OPERATIONS.md"] {
            for line in try ProjectFiles.text(page).lowercased().split(separator: "\n") {
                let isList = Self.venues.allSatisfy { line.contains($0.name) }
                #expect(!isList, "\(page) lists the venues: \(line.prefix(120))")
            }
        }
    }
}
