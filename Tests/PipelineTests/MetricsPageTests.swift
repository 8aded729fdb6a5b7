import Foundation
import PipelineSupport
import Runtime
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

extension WholeSystem {
    /// What every service serves at /metrics after it has worked.
    @Suite("The metrics of every service")
    struct MetricsPageTests {
        /// The page of each service, by the service's name; and the checks of readiness that did not pass.
        private struct Pages: Sendable {
            var texts: [String: String] = [:]
            var failing: [String] = []
            /// The checks of readiness of each service, those of venues and sources aside.
            var checks: [String: Set<String>] = [:]
        }

        @Test(
            "promtool has nothing against any, their labels are those of OPERATIONS.md, and all are ready",
            .enabled(if: Promtool.isAvailable, Promtool.missing))
        func pages() async throws {
            let pages = try await onOwnThread { try Self.run() }
            #expect(pages.failing == [])
            let table = try MetricTable()
            #expect(Set(pages.texts.keys) == Set(ServiceRegistry.all.map(\.name)))
            for service in ServiceRegistry.all {
                // Without S3 nothing is uploaded.
                let checks = service.checks.filter { $0 != "upload" }
                #expect(pages.checks[service.name] == Set(checks), "\(service.name)")
            }
            for (service, text) in pages.texts {
                #expect(try Promtool.complaints("check", "metrics", input: text) == "", "\(service)")
                for (metric, labels) in Self.samples(in: text) {
                    #expect(table.labels(of: metric, service: service) == labels, "\(service) \(metric)")
                }
            }
        }

        private static func run() throws -> Pages {
            let venue = try #require(VenueRegistry.venue(named: "bybit"))
            let product = venue.products[0]
            let symbol = venue.makeSimulation(for: product).instruments[0].symbol
            var options = PipelineOptions([.init(venue, product, symbols: [symbol])])
            options.sources = ["primary", "replica"]
            options.simulation.framesPerSecond = 60
            options.archives = true
            options.alerts = true
            let pipeline = try RunningPipeline(options)
            defer { pipeline.stop() }
            var pages = Pages()
            try pipeline.run { pipeline in
                let steps = try pipeline.truth("?levels=0").first?["steps"] as? Int ?? 0
                return steps > 200 && pipeline.services.allSatisfy(\.health.isReady)
                    && pipeline.services.allSatisfy { $0.name.hasPrefix("producer") || Self.showsLag($0) }
            }
            for service in pipeline.services {
                let name = service.name.hasPrefix("producer") ? "producer" : service.name
                pages.texts[name] = service.metrics.text
                pages.checks[name] = Set(service.health.readiness.map(\.name).filter { !$0.contains("/") })
                for check in service.health.readiness + service.health.liveness where check.status != .ok {
                    pages.failing.append("\(service.name) \(check)")
                }
            }
            return pages
        }

        private static func showsLag(_ service: RunningService) -> Bool {
            service.metrics.text.contains("tapedeck_consumer_lag_records{topic=")
        }

        /// Each series' name and labels.
        private static func samples(in text: String) -> [(metric: String, labels: Set<String>)] {
            text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
                line.firstMatch(of: #/^(\w+)(?:\{(.*)\})? /#).map { match in
                    let labels = (match.output.2 ?? "").matches(of: /(\w+)="/).map { String($0.output.1) }
                    return (String(match.output.1), Set(labels))
                }
            }
        }
    }
}
