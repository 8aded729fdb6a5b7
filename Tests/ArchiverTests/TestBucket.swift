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

    /// The keys of `archiver.s3` but the secret, a line each.
    var lines: String {
        let values = Self.names.map { Self.environment[$0] ?? "" }
        return """
            s3:
                url: s3://\(values[1])/\(prefix)
                endpoint: \(values[0])
                access_key_id: \(values[2])
                region: \(values[4])
            """
    }

    /// The configuration with a secret, the right one unless another is given.
    func config(secret: String = secret) throws -> UploadConfig {
        let config: ArchiverConfig = try Configuration(
            text: "archiver:\n  \(lines)", environment: ["TAPEDECK_ARCHIVER_S3_SECRET_ACCESS_KEY": secret]
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
