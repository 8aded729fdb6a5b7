public import Foundation

/// A child process that ends with this process, even if this one is killed.
public final class ChildProcess: @unchecked Sendable {
    /// What it is called in messages.
    public let name: String
    /// Where its output goes.
    public let log: URL
    private let process = Process()

    /// Starts a program with its output in `<directory>/logs/<name>.log`.
    ///
    /// util-linux's `setpriv --pdeathsig` asks the kernel to end it when this process dies, however it dies.
    init(name: String, program: String, arguments: [String], directory: URL) throws {
        self.name = name
        let logs = directory.appending(path: "logs")
        try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
        log = logs.appending(path: "\(name).log")
        // A restarted process continues in the same file.
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        let guardian = "/usr/bin/setpriv"
        if FileManager.default.isExecutableFile(atPath: guardian) {
            process.executableURL = URL(filePath: guardian)
            process.arguments = ["--pdeathsig", "TERM", program] + arguments
        } else {
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
        }
        try process.run()
    }

    /// Whether it still runs.
    public var isRunning: Bool { process.isRunning }

    /// The status it ended with.
    public var status: Int32 { process.terminationStatus }

    /// Its own memory in bytes: what is resident and no page of a file; nil once it has ended.
    ///
    /// `setpriv` becomes the program itself, so the number is the program's.
    public var residentBytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon:") }),
            let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({
                Int($0)
            })
        else { return nil }
        return kilobytes * 1024
    }

    /// Kills it with SIGKILL, like a crash.
    public func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end.
    public func terminate() {
        if process.isRunning { process.terminate() }
    }

    /// Waits until it has ended, and kills it after `seconds`. False when it had to be killed.
    public func waitForEnd(seconds: Double) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        while process.isRunning, Date() < end { Thread.sleep(forTimeInterval: 0.02) }
        guard process.isRunning else { return true }
        kill()
        return false
    }

    /// The last lines of its output, for a message about its end.
    public func lastLines(_ count: Int) -> String {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(count).joined(separator: "\n")
    }
}
