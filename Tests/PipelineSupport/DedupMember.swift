import Foundation
import TestSupport

/// A further member of dedup's group: a process that can be paused, woken and killed.
public final class DedupMember: @unchecked Sendable {
    private let process = Process()
    private let folder: ScratchFolder

    /// Starts the command.
    ///
    /// - Parameters:
    ///   - configuration: the text of its `tapedeck.yaml`.
    ///   - instance: its name in the group.
    init(configuration: String, instance: String) throws {
        folder = try ScratchFolder()
        let file = folder.url.appending(path: "tapedeck.yaml")
        try Data(configuration.utf8).write(to: file)
        // Commands lie beside the bundle of tests.
        process.executableURL = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "tapedeck-dedup")
        process.arguments = ["--config", file.path, "--metrics-port", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging(["TAPEDECK_DEDUP_INSTANCE": instance]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { kill() }

    /// Stops it where it is (SIGSTOP): it keeps what it holds and says nothing.
    public func pause() { Foundation.kill(process.processIdentifier, SIGSTOP) }

    /// Lets it go on as if nothing had happened (SIGCONT).
    public func wake() { Foundation.kill(process.processIdentifier, SIGCONT) }

    /// Whether it has not ended.
    public var isRunning: Bool { process.isRunning }

    /// Ends it by SIGKILL.
    public func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
