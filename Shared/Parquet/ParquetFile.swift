import CArrow
import Glibc

/// Writes and inspects Parquet files on the local file system.
public enum ParquetFile {
    /// Writes a file atomically. It is durable when the call returns.
    ///
    /// The bytes are written to `.<name>.writing` in the same folder, which a reader's `*.parquet` does not match. They are
    /// synced and renamed to the file's name; then the folder is synced too, unless the options say otherwise. An existing file
    /// is replaced. The call blocks.
    ///
    /// - Returns: the file's size in bytes.
    @discardableResult
    public static func write(
        _ columns: [ParquetColumn], to path: String, metadata: KeyValuePairs<String, String> = [:],
        options: ParquetWriteOptions = ParquetWriteOptions()
    ) throws(ParquetError) -> Int {
        let (folder, name) = split(path)
        let temporary = "\(folder)/.\(name).writing"
        let bytes: Int
        do throws(ParquetError) {
            bytes = try encode(columns, to: temporary, metadata: metadata, options: options)
            guard rename(temporary, path) == 0 else { throw Self.failure("rename", path) }
        } catch {
            unlink(temporary)
            throw error
        }
        if options.syncsFolder { try syncFolder(folder) }
        return bytes
    }

    /// Reads a file's footer: rows and key-value metadata.
    public static func info(of path: String) throws(ParquetError) -> ParquetInfo {
        var code: Int32 = 0
        var info: OpaquePointer?
        let reason = withReason { info = tapedeck_arrow_info_read(path, &code, $0) }
        guard let info else { throw .failed(operation: "read", path: path, code: code, reason: reason) }
        defer { tapedeck_arrow_info_free(info) }
        var metadata: [String: String] = [:]
        for index in 0..<tapedeck_arrow_info_metadata_count(info) {
            let pair = tapedeck_arrow_info_metadata(info, index)
            metadata[String(cString: pair.key)] = String(cString: pair.value)
        }
        metadata["ARROW:schema"] = nil
        return ParquetInfo(rows: Int(tapedeck_arrow_info_rows(info)), metadata: metadata)
    }

    private static func encode(
        _ columns: [ParquetColumn], to path: String, metadata: KeyValuePairs<String, String>,
        options: ParquetWriteOptions
    ) throws(ParquetError) -> Int {
        let rows = columns.first?.count ?? 0
        precondition(columns.allSatisfy { $0.count == rows }, "all columns of a file hold as many values")
        let described = columns.map { $0.describe() }
        let pairs = metadata.map { tapedeck_arrow_pair(key: strdup($0.key), value: strdup($0.value)) }
        defer {
            for pair in pairs {
                free(UnsafeMutablePointer(mutating: pair.key))
                free(UnsafeMutablePointer(mutating: pair.value))
            }
        }
        var bytes: Int64 = 0
        var code: Int32 = 0
        let reason = withReason { error in
            pairs.withUnsafeBufferPointer { pairs in
                var settings = tapedeck_arrow_options(
                    zstd_level: options.compressionLevel, row_group_rows: Int64(max(1, options.rowGroupRows)),
                    metadata: pairs.baseAddress, metadata_count: pairs.count)
                code = tapedeck_arrow_write(
                    path, described, described.count, Int64(rows), &settings, &bytes, error)
            }
        }
        // What was described points into the columns' memory.
        withExtendedLifetime(columns) {}
        guard code == 0 else { throw .failed(operation: "write", path: path, code: code, reason: reason) }
        return Int(bytes)
    }

    private static func syncFolder(_ folder: String) throws(ParquetError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync", folder) }
    }

    private static func split(_ path: String) -> (folder: String, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), path[path.index(after: slash)...])
    }

    private static func failure(_ operation: String, _ path: String) -> ParquetError {
        let code = errno
        return .failed(operation: operation, path: path, code: code, reason: String(cString: strerror(code)))
    }

    /// Calls `body` with a buffer for the library's error message.
    private static func withReason(_ body: (UnsafeMutablePointer<CChar>) -> Void) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(TAPEDECK_ARROW_ERROR_BYTES)) { buffer in
            buffer.initialize(repeating: 0)
            body(buffer.baseAddress!)
            return String(cString: buffer.baseAddress!)
        }
    }
}
