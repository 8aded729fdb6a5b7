import Foundation

/// A program that ran to its end.
public struct ProgramRun: Sendable {
    /// What it ended with.
    public let status: Int32
    /// What it printed.
    public let output: String
    /// What it complained.
    public let errors: String

    /// Runs a program and waits for it.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - input: what it reads from its standard input.
    public init(_ path: String, _ arguments: [String], input: String = "") throws {
        // Files rather than pipes: two pipes read one after the other can block each other.
        let folder = try ScratchFolder()
        let given = folder.url.appending(path: "in")
        try Data(input.utf8).write(to: given)
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: given)
        process.standardOutput = try folder.file("out")
        process.standardError = try folder.file("err")
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try String(contentsOf: folder.url.appending(path: "out"), encoding: .utf8)
        errors = try String(contentsOf: folder.url.appending(path: "err"), encoding: .utf8)
    }
}
