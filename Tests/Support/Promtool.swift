import Foundation
public import Testing

/// Prometheus' own checker: `TAPEDECK_PROMTOOL`, else the one that `make setup` puts under `.deps`.
public enum Promtool {
    /// The program; nil where there is none, and then tests say that they are skipped.
    public static let path: String? = {
        let path =
            ProcessInfo.processInfo.environment["TAPEDECK_PROMTOOL"]
            ?? ProjectFiles.root.appending(path: ".deps/prometheus/promtool").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    /// Whether there is one.
    public static var isAvailable: Bool { path != nil }

    /// Why a test that needs it is skipped.
    public static let missing: Comment = "no promtool: run `make setup` or set TAPEDECK_PROMTOOL"

    /// What it says of something; empty when it has nothing to say against it.
    public static func complaints(_ arguments: String..., input: String = "") throws -> String {
        let run = try ProgramRun(try #require(path), arguments, input: input)
        // A warning of `check metrics` is on standard error and ends it with status 3.
        return run.status == 0 && run.errors.isEmpty ? "" : "status \(run.status)\n\(run.output)\(run.errors)"
    }
}
