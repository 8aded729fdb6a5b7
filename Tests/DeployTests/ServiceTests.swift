import Foundation
import Runtime
import TestSupport
import Testing

@Suite("Services are declared once and found everywhere")
struct ServiceTests {
    private static let names = ServiceRegistry.all.map(\.name)

    /// Names in docker-compose.yml with the first word of their command.
    private static func commands() throws -> [(name: String, program: String)] {
        let services = try YAML("docker-compose.yml")["services"]
        return services.keys.compactMap { name in
            services[name]["command"].elements.first?.text.map { (name, $0) }
        }
    }

    @Test("each has its folders, its page and its product", arguments: names)
    func sources(name: String) throws {
        let service = try #require(ServiceRegistry.service(named: name))
        let page = try ProjectFiles.text("Services/\(name)/README.md")
        #expect(page.hasPrefix("# \(name)\n") && page.contains("| program | `\(service.program)"))
        let main = ProjectFiles.paths(under: "Services/\(name)/Main", endingWith: ".swift")
        #expect(main.count == 1 && !ProjectFiles.paths(under: "Services/\(name)/Core", endingWith: ".swift").isEmpty)
        let package = try ProjectFiles.text("Package.swift")
        #expect(package.contains("command(\"\(service.program)\", at: \"Services/\(name)/Main\""))
    }

    @Test("folders of services, products of the package and the registry name the same")
    func products() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: ProjectFiles.root.appending(path: "Services").path)
        #expect(Set(folders) == Set(Self.names))
        let list = Self.names.map { "\"\($0)\"" }.joined(separator: ", ")
        #expect(try ProjectFiles.text("Package.swift").contains("products: [\(list)].map {"))
    }

    @Test("docker compose runs each, and nothing else of ours but tapedeck; what runs once has its own name")
    func compose() throws {
        let commands = try Self.commands().filter { $0.program.hasPrefix("tapedeck-") }
        #expect(Set(commands.map(\.program)) == Set(ServiceRegistry.all.map(\.program)))
        for service in ServiceRegistry.all where service.scale != .sources {
            #expect(commands.filter { $0.program == service.program }.map(\.name) == [service.name], "\(service.name)")
        }
    }

    @Test("the image has each program and its port")
    func image() throws {
        let lines = try ProjectFiles.text("Dockerfile").split(separator: "\n")
        let ports = ServiceRegistry.all.map { "\($0.metricsPort)" }.joined(separator: " ")
        #expect(lines.contains("EXPOSE \(ports)"))
        let words = Set(lines.flatMap { $0.split(separator: " ") })
        for service in ServiceRegistry.all {
            #expect(words.contains(".build/release/\(service.program)"), "\(service.name)")
        }
    }

    @Test("Prometheus misses each that does not answer or has no process")
    func down() throws {
        let rules = try YAML("deploy/prometheus/rules/tapedeck.yml")["groups"].elements.flatMap { $0["rules"].elements }
        let rule = try #require(rules.first { $0["alert"].text == "ServiceDown" }?["expr"].text)
        #expect(rule.contains("up{job=~\"\(Self.names.joined(separator: "|"))\"} == 0"))
        for name in Self.names { #expect(rule.contains("absent(up{job=\"\(name)\"})"), "\(name)") }
    }

    @Test("`make compose-test` kills each", arguments: names)
    func killed(name: String) throws {
        let list = try ProjectFiles.text("scripts/compose_test.py").firstMatch(of: /KILLED = \[([^\]]*)\]/)
        let killed = try #require(list).output.1
        let isSource = ServiceRegistry.service(named: name)?.scale == .sources
        #expect(killed.contains(isSource ? "\"demo-primary\"" : "\"\(name)\""))
    }
}
