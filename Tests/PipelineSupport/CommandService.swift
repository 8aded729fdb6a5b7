import Base
import Foundation
import Runtime

/// A service as the process that its command starts; asked to end, it is killed there and then by SIGKILL.
struct CommandService: Service {
    let name: String
    /// The text of its `tapedeck.yaml`.
    let configuration: String
    /// What its command line says beside configuration and port.
    var arguments: [String] = []
    /// Where it answers /metrics; 0 for any free port.
    var metricsPort = 0
    /// Words of the shell that run before the command takes its place, such as limits.
    var preparation = ""

    func run(until shutdown: ShutdownSignal) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tapedeck-\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "tapedeck.yaml")
        try Data(configuration.utf8).write(to: file)
        let process = Process()
        // Commands lie beside the bundle of tests.
        let command = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "tapedeck-\(name)").path
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments =
            [
                "-c", preparation + "\nexec \"$0\" \"$@\"", command, "--config", file.path, "--metrics-port",
                "\(metricsPort)",
            ] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while !shutdown.wait(milliseconds: 20) {
            guard process.isRunning else {
                throw PipelineFailure(what: "tapedeck-\(name) ended with status \(process.terminationStatus)")
            }
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
