import TestSupport
import Testing

@Suite("Documentation of metrics")
struct MetricDocsTests {
    @Test("every metric that the code names stands in OPERATIONS.md")
    func metrics() throws {
        let page = try ProjectFiles.text("docs/OPERATIONS.md")
        var names: Set<String> = []
        for folder in ["Services", "Shared"] {
            for path in ProjectFiles.paths(under: folder, endingWith: ".swift") {
                for match in try ProjectFiles.text(path).matches(of: /"((?:tapedeck|process)_[a-z_]+)"/) {
                    names.insert(String(match.output.1))
                }
            }
        }
        #expect(names.count > 40)
        for name in names.sorted() { #expect(page.contains("`\(name)`") || page.contains("`\(name){"), "\(name)") }
    }

    @Test("OPERATIONS.md has no metric that is gone")
    func goneMetrics() throws {
        var code = ""
        for folder in ["Services", "Shared"] {
            for path in ProjectFiles.paths(under: folder, endingWith: ".swift") { code += try ProjectFiles.text(path) }
        }
        for match in try ProjectFiles.text("docs/OPERATIONS.md").matches(of: /`((?:tapedeck|process)_[a-z_]+)[`{]/) {
            #expect(code.contains("\"\(match.output.1)\""), "\(match.output.1)")
        }
    }
}
