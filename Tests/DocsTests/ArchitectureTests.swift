import Foundation
import TestSupport
import Testing
import VenueKit
import Venues

/// The arrows between modules: Package.swift's against docs/ARCHITECTURE.md's.
@Suite("Arrows between modules")
struct ArchitectureTests {
    /// A row of the page's table of modules: who imports whom.
    private struct Row {
        var modules: [String]
        var imports: Set<String>
    }

    /// A target as `swift package dump-package` prints it.
    private struct Manifest: Decodable {
        struct Target: Decodable {
            var name: String
            var path: String?
            var type: String
            var dependencies: [[String: [String?]]]

            var imports: Set<String> { Set(dependencies.compactMap { $0["byName"]?.first ?? nil }) }
        }

        var targets: [Target]
    }

    /// What is built for users: the rest is tests and benchmarks.
    private static let targets: [Manifest.Target] = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try? ProgramRun(
            "/usr/bin/env",
            [
                ProcessInfo.processInfo.environment["SWIFT"] ?? "swift", "package", "--package-path",
                ProjectFiles.root.path, "--scratch-path", folder.path, "dump-package",
            ])
        let manifest = run.flatMap { try? JSONDecoder().decode(Manifest.self, from: Data($0.output.utf8)) }
        return manifest?.targets.filter { !($0.path ?? "").hasPrefix("Tests/") } ?? []
    }()

    private static func rows() throws -> [Row] {
        let page = try ProjectFiles.text("docs/ARCHITECTURE.md")
        let table = page.drop(before: "| module | imports |").prefix(before: "\n\n")
        let venues = VenueRegistry.all.map { String(describing: type(of: $0)) }
        return table.split(separator: "\n").dropFirst(2).map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            func names(_ cell: String) -> [String] {
                cell.matches(of: /`([^`]+)`/).flatMap { match -> [String] in
                    let name = String(match.output.1)
                    guard name.contains("<Venue>") else { return [name] }
                    return venues.map { name.replacing("<Venue>", with: $0) }
                }
            }
            return Row(modules: names(cells[1]), imports: Set(names(cells[2])))
        }
    }

    @Test("Package.swift and docs/ARCHITECTURE.md have the same")
    func same() throws {
        var written: [String: Set<String>] = [:]
        for row in try Self.rows() {
            for module in row.modules { written[module] = row.imports }
        }
        #expect(!Self.targets.isEmpty)
        let built = Dictionary(uniqueKeysWithValues: Self.targets.map { ($0.name, $0.imports) })
        #expect(Set(written.keys) == Set(built.keys))
        for (module, imports) in built { #expect(written[module] == imports, "\(module)") }
    }

    @Test("none points upwards: a module imports those that stand above it in the table")
    func downwards() throws {
        var above: Set<String> = []
        for row in try Self.rows() {
            #expect(row.imports.isSubset(of: above), "\(row.modules): \(row.imports.subtracting(above).sorted())")
            above.formUnion(row.modules)
        }
    }

    @Test("no service links a simulation")
    func services() {
        let imports = Dictionary(uniqueKeysWithValues: Self.targets.map { ($0.name, $0.imports) })
        let services = Self.targets.filter {
            $0.type == "executable" && ($0.path ?? "").hasPrefix("Services/")
        }
        #expect(services.count >= 5)
        for service in services {
            var linked: Set<String> = [service.name]
            var open = [service.name]
            while let module = open.popLast() {
                for next in imports[module] ?? [] where linked.insert(next).inserted { open.append(next) }
            }
            #expect(!linked.contains("Simulator"), "\(service.name)")
        }
    }
}

extension StringProtocol {
    /// The text from the first `mark` on; empty without it.
    fileprivate func drop(before mark: String) -> SubSequence { range(of: mark).map { self[$0.lowerBound...] } ?? "" }

    /// The text up to the first `mark`; all of it without it.
    fileprivate func prefix(before mark: String) -> SubSequence {
        range(of: mark).map { self[..<$0.lowerBound] } ?? self[...]
    }
}
