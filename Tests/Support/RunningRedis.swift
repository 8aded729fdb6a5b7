public import Foundation
public import Redis
import Simulator

/// A redis-server of one test: on a free port, without persistence, in a directory of its own, gone with the test.
public final class RunningRedis {
    /// The port it listens on.
    public let port: Int
    /// Where it runs.
    public let directory: URL
    private var process: Process?

    /// Starts one and waits until it answers.
    public init(password: String? = nil) throws {
        port = FreePort.find()
        directory = FileManager.default.temporaryDirectory.appending(path: "redis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try start(password: password)
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: directory)
    }

    /// Starts it again on the same port, empty.
    public func start(password: String? = nil) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/redis-server")
        process.arguments =
            ["--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory.path]
            + (password.map { ["--requirepass", $0] } ?? [])
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
        let connection = RedisConnection(RedisConfig(port: port))
        try connection.connect()
        return connection
    }
}
