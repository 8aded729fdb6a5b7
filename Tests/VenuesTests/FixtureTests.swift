import Documents
import Foundation
import JSON
import MarketData
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

@Suite("Venue fixtures")
struct FixtureTests {
    @Test("frames become exactly the documents beside them", arguments: Fixture.all)
    func documents(fixture: Fixture) throws {
        let documents = try fixture.documents()
        if ProcessInfo.processInfo.environment["TAPEDECK_WRITE_FIXTURES"] != nil {
            // For a new fixture: writes what came out, to be read and corrected by hand before it is committed.
            try (documents.joined(separator: "\n") + "\n").write(
                to: fixture.expectedFile, atomically: true, encoding: .utf8)
        }
        let expected = try fixture.expectedDocuments()
        #expect(documents.count == expected.count)
        for (document, line) in zip(documents, expected) {
            let actual = try JSONSerialization.jsonObject(with: Data(document.utf8)) as? NSDictionary
            let wanted = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
            #expect(actual == wanted, "\(document)\n instead of\n\(line)")
        }
    }

    @Test("registry, source folders and fixture folders name the same venues")
    func sameVenues() throws {
        let names = VenueRegistry.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(Fixture.all.map(\.venue)) == Set(names))
        let sources = Fixture.folder.deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "Shared/Venues")
        let folders = try FileManager.default.contentsOfDirectory(
            at: sources, includingPropertiesForKeys: [.isDirectoryKey]
        )
        .filter { $0.hasDirectoryPath && !["Kit", "Registry"].contains($0.lastPathComponent) }
        .map { $0.lastPathComponent.lowercased() }
        #expect(Set(folders) == Set(names))
    }

    @Test("every kind that a venue says it sends stands in a fixture")
    func everyKind() throws {
        for venue in VenueRegistry.all {
            for product in venue.products {
                var kinds: Set<String> = []
                for fixture in Fixture.all where fixture.venue == venue.name {
                    for document in try fixture.documents() where document.contains("\"product\":\"\(product.name)\"") {
                        let object = try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any]
                        kinds.insert(
                            (object?["type"] as? String ?? "").split(separator: "_").first.map(String.init) ?? "")
                    }
                }
                let missing = Set(venue.kinds(for: product).map(\.topicName)).subtracting(kinds)
                #expect(missing.isEmpty, "\(venue.name) \(product.name)")
            }
        }
    }

    @Test("cut and scrambled frames are errors or data, never a trap", arguments: Fixture.all)
    func scrambled(fixture: Fixture) throws {
        guard let venue = VenueRegistry.venue(named: fixture.venue) else { return }
        var generator = SeededGenerator(seed: 5)
        var pipe = DecodingPipe(venue: venue, product: fixture.product)
        for frame in try fixture.frames() {
            let bytes = Array(frame.text.utf8)
            for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200)) {
                #expect(throws: DecodeError.self) { try pipe.decode(bytes[..<length], context: frame.context) }
            }
            for _ in 0..<100 {
                var scrambled = bytes
                for _ in 0..<3 {
                    scrambled[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                        in: 0x20...0x7E, using: &generator)
                }
                _ = try? pipe.decode(scrambled, context: frame.context)
            }
        }
    }
}
