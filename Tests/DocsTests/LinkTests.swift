import Foundation
import TestSupport
import Testing

@Suite("Links of the documentation")
struct LinkTests {
    @Test("a link to a file of the project finds it", arguments: ProjectFiles.pages)
    func links(page: String) throws {
        let folder = ProjectFiles.root.appending(path: page).deletingLastPathComponent()
        for match in try ProjectFiles.text(page).matches(of: /\]\(([^)#\s]+)[^)\s]*\)/) {
            let target = String(match.output.1)
            guard !target.contains("://") else { continue }
            let file = folder.appending(path: target).standardizedFileURL
            #expect(FileManager.default.fileExists(atPath: file.path), "\(target)")
        }
    }
}
