public import Foundation
public import Redis
import Simulator

/// A redis-server of one test: on a free port, without persistence, in a directory of its own, gone with the test.
public final class RunningRedis {
    /// The port it listens on.
    public let port: Int
    /// The port with TLS; 0 where it has none.
    public let tlsPort: Int
    /// Where it runs.
    public let directory: URL
    private var process: Process?
    private let password: String?
    private let options: [String]

    /// Starts one and waits until it answers.
    ///
    /// - Parameters:
    ///   - password: the default user's.
    ///   - certificate: what it shows at `tlsPort`, if it shall have that port; it asks clients for none.
    ///   - options: further ones of redis-server's command line, which win over these.
    public init(password: String? = nil, certificate: TestAuthority.Pair? = nil, options: [String] = []) throws {
        port = FreePort.find()
        tlsPort = certificate == nil ? 0 : FreePort.find()
        self.password = password
        directory = FileManager.default.temporaryDirectory.appending(path: "redis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var own: [String] = []
        if let password { own += ["--requirepass", password] }
        if let certificate {
            own += [
                "--tls-port", "\(tlsPort)", "--tls-cert-file", certificate.certificateFile, "--tls-key-file",
                certificate.keyFile, "--tls-auth-clients", "no",
            ]
        }
        self.options = own + options
        try start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: directory)
    }

    /// Starts it again on the same port, empty.
    public func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/redis-server")
        process.arguments =
            ["--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory.path]
            + options
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        self.process = process
        let connection = RedisConnection(RedisConfig(port: port, password: password))
        for _ in 0..<1_000 {
            if (try? connection.connect()) != nil, (try? connection.ping()) != nil { return }
            usleep(10_000)
        }
        throw RedisError.timedOut(operation: "start of redis-server")
    }

    /// Ends it by SIGKILL.
    public func stop() {
        guard let process else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// A connection of one's own.
    public func connect() throws -> RedisConnection {
        let connection = RedisConnection(RedisConfig(port: port, password: password))
        try connection.connect()
        return connection
    }
}
