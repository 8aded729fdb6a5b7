import Foundation

/// Web and mail servers of one test, gone with it: Python's own and aiosmtpd, which write down what reaches them
/// (`Tests/Support/python/receiver.py`).
public final class RunningReceiver {
    /// What reached a server.
    public struct Received: Decodable, Sendable {
        /// `http` or `mail`.
        public var kind: String
        /// Of a request.
        public var path: String?
        /// Of a request: its content type.
        public var type: String?
        /// Of a request: what was answered.
        public var status: Int?
        /// Of a request.
        public var body: String?
        /// Of a mail: the envelope's sender.
        public var from: String?
        /// Of a mail: the envelope's receivers.
        public var to: [String]?
        /// Of a mail.
        public var subject: String?
        /// Of a mail: its Message-ID.
        public var id: String?
        /// Of a mail.
        public var date: String?
        /// Of a mail.
        public var text: String?
        /// Of a mail: whether it came after STARTTLS.
        public var isProtected: Bool?
    }

    /// The authority that the servers' certificate is of.
    public let authority: TestAuthority
    private let folder: ScratchFolder
    private let process = Process()
    private let input = Pipe()
    private let ports: [String: Int]

    /// Starts the servers and waits until all listen.
    public init() throws {
        authority = try TestAuthority.shared.get()
        folder = try ScratchFolder()
        process.executableURL = URL(filePath: Python.interpreter ?? "/usr/bin/python3")
        process.arguments = [
            "-c", try Python.program("receiver"), folder.url.path, authority.localhost.certificateFile,
            authority.localhost.keyFile,
        ]
        process.standardInput = input
        process.standardError = try folder.file("errors")
        try process.run()
        let file = folder.url.appending(path: "ports.json")
        while !FileManager.default.fileExists(atPath: file.path) {
            guard process.isRunning else {
                throw Failed(errors: try String(contentsOf: folder.url.appending(path: "errors"), encoding: .utf8))
            }
            usleep(10_000)
        }
        ports = try JSONDecoder().decode([String: Int].self, from: Data(contentsOf: file))
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The servers did not start, and what they said.
    struct Failed: Error { var errors: String }

    /// A server's port: `http`, `https`, `plain` (SMTP without TLS or login), `starttls`, `smtps`.
    public func port(_ name: String) -> Int { ports[name] ?? 0 }

    /// An address on the web server.
    public func url(_ path: String, scheme: String = "http") -> String {
        "\(scheme)://localhost:\(port(scheme))\(path)"
    }

    /// What a GET of `path` answers from now on.
    public func answer(_ path: String, _ text: String) throws {
        let name = path.split(separator: "/").joined(separator: "_")
        try Data(text.utf8).write(to: folder.url.appending(path: name), options: .atomic)
    }

    /// All that came so far, oldest first.
    public func received() throws -> [Received] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let text = try String(contentsOf: folder.url.appending(path: "received.jsonl"), encoding: .utf8)
        // The last line may not be whole yet.
        return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            try decoder.decode(Received.self, from: Data($0.utf8))
        }
    }

    /// Waits, for a minute at most, until so much of it is there.
    public func waitFor(_ count: Int, where isWanted: (Received) -> Bool = { _ in true }) throws -> [Received] {
        for _ in 0..<3_000 {
            let found = try received().filter(isWanted)
            if found.count >= count { return found }
            usleep(20_000)
        }
        return try received().filter(isWanted)
    }
}
