import Foundation

/// A way to a server that can speak TLS before one that does not, and can break off once, gone with its test
/// (`Tests/Support/python/relay.py`).
public final class RunningRelay {
    /// Where it listens on loopback.
    public let port: Int
    private let process = Process()
    private let input = Pipe()

    /// Starts it before a port of the loopback interface.
    ///
    /// - Parameters:
    ///   - certificate: what it shows to clients; without one it speaks no TLS.
    ///   - cutAfter: after how many bytes from all clients together the connection that sends them is reset, once.
    public init(before upstream: Int, certificate: TestAuthority.Pair? = nil, cutAfter: Int = 0) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: Python.interpreter ?? "/usr/bin/python3")
        process.arguments =
            ["-c", try Python.program("relay"), "\(upstream)", "\(cutAfter)"]
            + (certificate.map { [$0.certificateFile, $0.keyFile] } ?? [])
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .newlines)) else {
            throw Failed(text: "the relay said \"\(line)\" instead of its port")
        }
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// It did not start.
    struct Failed: Error { var text: String }
}
