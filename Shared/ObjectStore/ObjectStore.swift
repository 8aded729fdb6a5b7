import CArrow
import Glibc

/// Objects in S3 or a compatible service. Calls block; several threads may call at once.
public final class ObjectStore: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Nothing is sent until the first call.
    public init(_ config: ObjectStoreConfig) throws(ObjectStoreError) {
        let caFile: String =
            config.caFile ?? ObjectStoreConfig.systemAuthorities.first { access($0, R_OK) == 0 } ?? ""
        let texts = [
            config.endpoint ?? "", config.isSecure ? "https" : "http", config.region, config.keys?.accessKeyID ?? "",
            config.keys?.secretAccessKey ?? "", caFile,
        ].map { (text: String) in strdup(text) }
        defer { for text in texts { free(text) } }
        var options = tapedeck_store_options(
            endpoint: texts[0], scheme: texts[1], region: texts[2], access_key_id: texts[3],
            secret_access_key: texts[4], ca_file: texts[5], connect_seconds: config.connectSeconds,
            silence_seconds: config.silenceSeconds, attempts: Int64(config.attempts))
        var handle: OpaquePointer?
        let reason = Self.withReason { handle = tapedeck_store_open(&options, $0) }
        guard let handle else { throw .store(text: reason) }
        self.handle = handle
    }

    deinit { tapedeck_store_close(handle) }

    /// Creates a bucket if none of that name exists.
    public func makeBucket(_ name: String) throws(ObjectStoreError) {
        var code: Int32 = 0
        let reason = Self.withReason { code = tapedeck_store_make_bucket(handle, name, $0) }
        guard code == 0 else { throw .store(text: reason) }
    }

    /// The size of the object at `bucket/key` in bytes; nil if it does not exist.
    public func size(of path: String) throws(ObjectStoreError) -> Int? {
        var code: Int32 = 0
        var bytes: Int64 = 0
        let reason = Self.withReason { code = tapedeck_store_size(handle, path, &bytes, $0) }
        guard code == 0 else { throw .store(text: reason) }
        return bytes < 0 ? nil : Int(bytes)
    }

    /// Uploads the rest of an open file to the object at `bucket/key`, and replaces an existing one. Readers see the object
    /// completely or not at all.
    ///
    /// - Returns: the bytes sent.
    @discardableResult
    public func put(_ path: String, from descriptor: Int32) throws(ObjectStoreError) -> Int {
        var code: Int32 = 0
        var bytes: Int64 = 0
        let reason = Self.withReason { code = tapedeck_store_put(handle, path, descriptor, &bytes, $0) }
        switch code {
        case 0: return Int(bytes)
        case TAPEDECK_STORE_FAILED: throw .store(text: reason)
        default: throw .file(code: code, text: reason)
        }
    }

    /// Ends the library's own threads, once, when the process is about to exit and no store is left.
    public static func finish() { tapedeck_store_finish() }

    /// Calls `body` with a buffer for the library's error message.
    private static func withReason(_ body: (UnsafeMutablePointer<CChar>) -> Void) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(TAPEDECK_ARROW_ERROR_BYTES)) { buffer in
            buffer.initialize(repeating: 0)
            body(buffer.baseAddress!)
            return String(cString: buffer.baseAddress!)
        }
    }
}
