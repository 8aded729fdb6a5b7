import Kafka
import Runtime
import Streams
import Testing

@Suite("Declarations of services")
struct ServiceRegistryTests {
    @Test("names and ports are each service's own")
    func identity() {
        let all = ServiceRegistry.all
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map(\.metricsPort)).count == all.count)
        for service in all { #expect(ServiceRegistry.service(named: service.name) == service) }
    }

    @Test("every topic but the requests' is read by somebody, and written by somebody")
    func stream() {
        let venues = ["bybit"]
        func topics(_ families: (ServiceDeclaration) -> [TopicFamily]) -> Set<String> {
            Set(ServiceRegistry.all.flatMap { families($0).flatMap { $0.topics(venues: venues) } })
        }
        let names = TopicTable(venues: venues).topics.map(\.name).filter { !ServiceRegistry.deadLetters.contains($0) }
        #expect(topics(\.inputs) == Set(names))
        #expect(Set(names).subtracting(topics(\.outputs)) == ["normalized.coverage.v1"])
    }

    @Test("a section that a service has not declared cannot be read by its program")
    func sections() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            ServiceMain(.dedup) { context in
                _ = try context.configuration.read(RedisSection.self)
                throw UsageError("it was read")
            }.run(["--config", "/dev/null", "--metrics-port", "0"])
        }
        let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(text.contains("a service reads the sections that its declaration names: redis"))
    }
}
