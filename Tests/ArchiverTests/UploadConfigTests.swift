import ObjectStore
import Runtime
import Testing

@testable import ArchiverCore

@Suite("Archiver: configuration of S3")
struct UploadConfigTests {
    private static let secret = "TAPEDECK_ARCHIVER_S3_SECRET_ACCESS_KEY"

    private static func upload(_ text: String, _ environment: [String: String] = [:]) throws -> UploadConfig? {
        let config: ArchiverConfig = try Configuration(
            text: "archiver:\n  s3: {\(text)}", environment: environment
        ).read()
        return config.upload
    }

    @Test("without a URL nothing is uploaded")
    func off() throws {
        #expect(try Self.upload("") == nil)
        #expect(try Self.upload("region: eu-west-1") == nil)
    }

    @Test("bucket, prefix, service and keys are taken apart")
    func parts() throws {
        let config = try #require(
            try Self.upload(
                "url: s3://b/some/where/, endpoint: 'http://127.0.0.1:7070/', access_key_id: me, region: r",
                [Self.secret: "s"]))
        #expect(config.bucket == "b" && config.prefix == "some/where" && config.url == "s3://b/some/where")
        #expect(config.store.endpoint == "127.0.0.1:7070" && !config.store.isSecure && config.store.region == "r")
        #expect(config.store.keys == .init(accessKeyID: "me", secretAccessKey: "s"))
        #expect(config.keepLocal == nil)
        let plain = try #require(try Self.upload("url: s3://b, keep_local_hours: 2"))
        #expect(plain.prefix == "" && plain.store.keys == nil && plain.store.endpoint == nil && plain.store.isSecure)
        #expect(plain.keepLocal == 7_200_000_000_000)
    }

    @Test(
        "what cannot be used is refused with the key's name, and no secret is repeated",
        arguments: [
            ("url: b/c", "archiver.s3.url"), ("url: 's3://'", "archiver.s3.url"),
            ("url: 's3://me:hush@b'", "archiver.s3.url"), ("url: s3://b, endpoint: 'host:1'", "archiver.s3.endpoint"),
            ("endpoint: 'http://me:hush@host'", "archiver.s3.endpoint"),
            ("access_key_id: me", "archiver.s3.access_key_id"),
            ("secret_access_key: hush", "archiver.s3.secret_access_key"),
            ("secret_access_key_file: /no/such", "archiver.s3.secret_access_key_file"),
        ])
    func refused(text: String, key: String) throws {
        let error = try #require(throws: ConfigurationError.self) { _ = try Self.upload(text) }
        #expect("\(error)".contains("\(key):"))
        #expect(!"\(error)".contains("hush"))
    }
}
