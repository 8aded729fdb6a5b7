public import ObjectStore
import Runtime

/// The section `archiver.s3`: where finished files are uploaded to.
public struct UploadConfig: Sendable, Equatable {
    /// The bucket.
    public var bucket: String
    /// The prefix of a file's path in its key: empty, or without leading and trailing slashes.
    public var prefix: String
    /// The service.
    public var store: ObjectStoreConfig
    /// The number of concurrent uploads.
    public var connections: Int
    /// How long a file may wait before the archiver is not ready, in nanoseconds.
    public var maxWait: Int64
    /// How long a file stays on the local disk after it was uploaded, in nanoseconds; nil to keep it.
    public var keepLocal: Int64?

    /// `s3://bucket/prefix`.
    public var url: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix)" }

    /// Reads the section; nil if no URL is configured.
    static func read(_ section: inout ConfigurationSection) throws(ConfigurationError) -> UploadConfig? {
        let url = try section.string(
            "url", default: "", "Where finished files are copied to: s3://bucket/prefix; empty for nowhere.")
        let endpoint = try section.string(
            "endpoint", default: "", "The S3 service, such as http://127.0.0.1:7070; empty for AWS.")
        let region = try section.string(
            "region", default: "", "The region; empty for AWS_REGION, or us-east-1 where that is not set.")
        let id = try section.string(
            "access_key_id", default: "", "The key's public half; empty for AWS's chain: environment, files, role.")
        let secret = try section.secret("secret_access_key", "The key's secret half")
        let caFile = try section.optionalString(
            "ca_file", "A PEM file of authorities to trust instead of the system's.")
        let connections = try section.integer(
            "connections", default: 4, in: 1...64, "Files on their way at once; each takes up to 12 MiB of memory.")
        let maxWait = try section.integer(
            "max_wait_seconds", default: 900, in: 10...604_800,
            "How long a file may wait for its upload and the archiver still be ready.")
        let keepHours = try section.optionalInteger(
            "keep_local_hours", in: 1...87_600,
            "After how long what is uploaded is removed from the local disk; nothing keeps it.")
        guard id.isEmpty == (secret == nil) else {
            throw section.invalid(
                "access_key_id", found: id.isEmpty ? "a secret_access_key without it" : "it without secret_access_key",
                allowed: "both halves of a key, or none")
        }
        let service = try address(endpoint, in: section)
        guard let place = try place(url, in: section) else { return nil }
        var store = ObjectStoreConfig(
            endpoint: service?.host, isSecure: service?.isSecure ?? true,
            region: region.isEmpty ? ProcessEnvironment.variables["AWS_REGION"] ?? "us-east-1" : region,
            caFile: caFile)
        if let secret { store.keys = .init(accessKeyID: id, secretAccessKey: secret) }
        return UploadConfig(
            bucket: place.bucket, prefix: place.prefix, store: store, connections: connections,
            maxWait: Int64(maxWait) * 1_000_000_000, keepLocal: keepHours.map { Int64($0) * 3_600_000_000_000 })
    }

    private static func place(
        _ url: String, in section: ConfigurationSection
    ) throws(ConfigurationError) -> (bucket: String, prefix: String)? {
        guard !url.isEmpty else { return nil }
        let parts = url.dropFirst("s3://".count).split(separator: "/", omittingEmptySubsequences: false)
        guard url.hasPrefix("s3://"), let bucket = parts.first, !bucket.isEmpty, !bucket.contains("@") else {
            throw section.invalid("url", found: "this address", allowed: "s3://bucket or s3://bucket/prefix")
        }
        return (String(bucket), parts.dropFirst().filter { !$0.isEmpty }.joined(separator: "/"))
    }

    private static func address(
        _ endpoint: String, in section: ConfigurationSection
    ) throws(ConfigurationError) -> (host: String, isSecure: Bool)? {
        guard !endpoint.isEmpty else { return nil }
        for (scheme, isSecure) in [("https://", true), ("http://", false)] where endpoint.hasPrefix(scheme) {
            var host = endpoint.dropFirst(scheme.count)
            if host.last == "/" { host.removeLast() }
            guard !host.isEmpty, !host.contains("/"), !host.contains("@") else { break }
            return (String(host), isSecure)
        }
        throw section.invalid("endpoint", found: "this address", allowed: "https://host[:port] or http://host[:port]")
    }
}
