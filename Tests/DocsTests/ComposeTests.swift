import ArchiverCore
import Foundation
import MarketData
import ObjectStore
import ProducerCore
import Runtime
import TestSupport
import Testing
import VenueKit
import Venues

@Suite("Files of docker compose")
struct ComposeTests {
    private static let sources = ["primary", "replica"]

    private static func venues(_ file: String) throws -> [VenueConfig] {
        try Configuration(path: ProjectFiles.root.appending(path: file).path, environment: [:])
            .venues(knowing: ProducerConfig.vocabulary)
    }

    @Test("there is a producer for each source, live and in the demo")
    func producers() throws {
        let text = try ProjectFiles.text("docker-compose.yml")
        for source in Self.sources {
            let command = "command: [tapedeck-producer, --source, \(source)]"
            #expect(text.contains("  producer-\(source):\n    <<: *live-producer\n    \(command)\n"))
            #expect(text.contains("  demo-\(source):\n    <<: *demo-producer\n    \(command)\n"))
            #expect(text.contains("aliases: [producer-\(source)]"))
        }
    }

    @Test("both files have what the producers ask for", arguments: ["tapedeck.yaml", "deploy/demo.yaml"])
    func sources(file: String) throws {
        let venues = try Self.venues(file)
        #expect(venues.map(\.name) == VenueRegistry.all.map(\.name))
        for venue in venues { #expect(venue.sources.map(\.name) == Self.sources, "\(venue.name)") }
    }

    @Test("the S3 server has a profile and a port on loopback; what OPERATIONS.md says of it lets the archiver in")
    func s3() throws {
        let text = try ProjectFiles.text("docker-compose.yml")
        let start = "\n  s3:\n    image: versity/versitygw:v1.8.0\n    profiles: [s3]\n    command: [--port, \":7070\""
        let server = try #require(text.firstRange(of: start)).upperBound
        let end = text[server...].firstRange(of: "\n\n")?.lowerBound ?? text.endIndex
        #expect(text[server..<end].contains("- 127.0.0.1:${S3_PORT:-7070}:7070\n"))
        var environment: [String: String] = [:]
        for match in try ProjectFiles.text("docs/OPERATIONS.md").matches(
            of: /(?m)^    (TAPEDECK_ARCHIVER_S3_\w+)=(\S+)$/)
        {
            environment[String(match.output.1)] = String(match.output.2)
        }
        let config: ArchiverConfig = try Configuration(text: "", environment: environment).read()
        let upload = try #require(config.upload)
        #expect(upload.store.endpoint == "s3:7070" && !upload.store.isSecure)
        let keys = try #require(upload.store.keys)
        #expect(text[server..<end].contains("ROOT_ACCESS_KEY: &s3-key ${S3_ACCESS_KEY_ID:-\(keys.accessKeyID)}\n"))
        #expect(
            text[server..<end].contains(
                "ROOT_SECRET_KEY: &s3-secret ${S3_SECRET_ACCESS_KEY:-\(keys.secretAccessKey)}\n"))
    }

    @Test("services import no Foundation, or the image grows by 40 MB for each of them")
    func foundation() throws {
        let files = ["Shared", "Services"].flatMap { ProjectFiles.paths(under: $0, endingWith: ".swift") }
        #expect(files.count > 100)
        for file in files { #expect(!(try ProjectFiles.text(file).contains("import Foundation")), "\(file)") }
    }

    @Test("the demo records every product, and knows no endpoint but the simulator's")
    func demo() throws {
        for config in ProducerConfig.all(try Self.venues("deploy/demo.yaml")) {
            #expect(Set(config.subscriptions.map(\.product)) == Set(config.venue.products), "\(config.name)")
            for product in config.venue.products {
                let base = "://simulator:9480/\(config.venue.name)/\(product.name)@\(config.source)"
                let endpoints = try #require(config.endpoints[product])
                #expect(endpoints.webSocket == ["ws\(base)"])
                #expect(endpoints.rest == ["http\(base)"])
            }
        }
    }
}
