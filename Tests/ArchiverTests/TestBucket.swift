import Foundation
import ObjectStore
import Runtime
import TestSupport
import Testing

@testable import ArchiverCore

/// A place of its own in the S3 server that the environment names.
struct TestBucket {
    private static let environment = ProcessInfo.processInfo.environment
    private static let names = [
        "S3_ENDPOINT", "S3_BUCKET", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION",
    ]

    static let isAvailable = names.allSatisfy { environment[$0] != nil }
    static let missing: Comment = "needs S3_ENDPOINT, S3_BUCKET, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION"
    static let kill = environment["S3_KILL_COMMAND"]
    static let start = environment["S3_START_COMMAND"]
    static let secret = environment["AWS_SECRET_ACCESS_KEY"] ?? ""

    /// Runs one of the commands.
    static func run(_ command: String?) -> Bool { ServerCommand.run(command ?? "false") }

    let prefix = "test-\(UUID().uuidString)"

    init() { Self.leavesAtOnce }

    private init(beforeOthers: Void) {}

    /// The tests leave stores open, and Arrow's S3 may crash on its way out then (arrow/filesystem/s3fs.h, InitializeS3): the
    /// process takes nothing down. What is registered last is called first, so the library has to be in use before.
    private static let leavesAtOnce: Void = {
        _ = try? TestBucket(beforeOthers: ()).store().size(of: "\(environment["S3_BUCKET"] ?? "")/none")
        on_exit(
            { status, _ in
                fflush(nil)
                _exit(status)
            }, nil)
    }()

    /// The server's port.
    static let port = environment["S3_ENDPOINT"].flatMap { URL(string: $0) }?.port

    /// The configuration; the right secret and the server's own address unless others are given, and more lines of `archiver.s3`.
    func config(secret: String = secret, endpoint: String? = nil, _ more: String...) throws -> UploadConfig {
        let values = Self.names.map { Self.environment[$0] ?? "" }
        let lines =
            [
                "url: s3://\(values[1])/\(prefix)", "endpoint: \(endpoint ?? values[0])",
                "access_key_id: \(values[2])", "region: \(values[4])",
            ] + more
        let config: ArchiverConfig = try Configuration(
            text: "archiver:\n  s3:\n" + lines.map { "    \($0)\n" }.joined(),
            environment: ["TAPEDECK_ARCHIVER_S3_SECRET_ACCESS_KEY": secret]
        ).read()
        return try #require(config.upload)
    }

    func store() throws -> ObjectStore { try ObjectStore(config().store) }

    /// Copies all of it into a folder through another client.
    func copy(into folder: String) throws { _ = try read(folder, "") }

    /// The same, and how many rows that client reads there.
    func countRows(copyingInto folder: String) throws -> Int {
        try #require(Int(read(folder, "rows").trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    private func read(_ folder: String, _ what: String) throws -> String {
        let bucket = Self.environment["S3_BUCKET"] ?? ""
        return try Python.run(try Python.program("read_bucket"), "\(bucket)/\(prefix)", folder, what)
    }
}
