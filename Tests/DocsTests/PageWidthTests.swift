import TestSupport
import Testing

@Suite("Width of the documentation")
struct PageWidthTests {
    private static let columns = 160

    // Rows of tables cannot be wrapped, and what programs print or read is shown as it is.
    @Test("a line of prose has at most 160 columns", arguments: ProjectFiles.pages)
    func lines(page: String) throws {
        var isCode = false
        for (number, line) in try ProjectFiles.text(page).split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("```") { isCode.toggle() }
            let isShown = isCode || line.hasPrefix("    ") || text.hasPrefix("|") || text.hasPrefix("`{")
            #expect(isShown || line.count <= Self.columns, "\(page):\(number + 1)")
        }
    }
}
