import Foundation
import Runtime
import TestSupport
import Testing

@Suite("Prometheus' configuration")
struct PrometheusTests {
    private static let path = "deploy/prometheus/prometheus.yml"

    private static func jobs() throws -> [YAML] { try YAML(path)["scrape_configs"].elements }

    @Test("promtool has nothing against it", .enabled(if: Promtool.isAvailable, Promtool.missing))
    func check() throws {
        #expect(try Promtool.complaints("check", "config", ProjectFiles.root.appending(path: Self.path).path) == "")
    }

    @Test("it asks every service at its port, under the service's name")
    func ports() throws {
        let found = try Self.jobs().map { job in
            "\(job["job_name"].text ?? "") \(job["dns_sd_configs"].elements.first?["port"].text ?? "")"
        }
        #expect(found == ServiceRegistry.all.map { "\($0.name) \($0.metricsPort)" })
    }

    @Test("it asks the primary's and the replica's producer; those of the demonstration bear the same names")
    func producers() throws {
        let names = try Self.jobs()[0]["dns_sd_configs"].elements[0]["names"].elements.compactMap(\.text)
        #expect(names == ["producer-primary", "producer-replica"])
    }
}
