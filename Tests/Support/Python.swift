import Foundation
public import Testing

/// A Python that has the packages of scripts/requirements.txt: `TAPEDECK_PYTHON`, else the one that `make setup` puts under `.deps`.
public enum Python {
    /// The interpreter; nil where there is none, and then tests say that they are skipped.
    public static let interpreter: String? = {
        let path =
            ProcessInfo.processInfo.environment["TAPEDECK_PYTHON"]
            ?? ProjectFiles.root.appending(path: ".deps/venv/bin/python").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    /// Whether there is one.
    public static var isAvailable: Bool { interpreter != nil }

    /// Why a test that needs it is skipped.
    public static let missing: Comment = "no Python with the tests' packages: run `make setup` or set TAPEDECK_PYTHON"

    /// The text of a program in `Tests/Support/python`.
    public static func program(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "python")
        return try String(contentsOf: folder.appending(path: name + ".py"), encoding: .utf8)
    }

    /// Runs a program with arguments and answers what it printed; a failure throws what it said.
    public static func run(_ program: String, _ arguments: String...) throws -> String {
        let run = try ProgramRun(try #require(interpreter), ["-c", program] + arguments)
        try #require(run.status == 0, "python: \(run.errors)")
        return run.output
    }
}
