import Glibc
import JSON

/// The file with the conditions of each channel, so that a new process sends nothing twice and still reports the end of alerts.
struct AlertMemory: Sendable {
    /// The path of the file.
    let path: String

    /// The last written conditions by channel; empty if there is no file yet.
    ///
    /// - Throws: if the file exists but has another format.
    func read() throws(AlertMemoryError) -> [String: [AlertCondition]] {
        guard let bytes = try readBytes() else { return [:] }
        do throws(DecodeError) {
            return try Self.channels(json: bytes)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Replaces the file atomically.
    func write(_ channels: [String: [AlertCondition]]) throws(AlertMemoryError) {
        var json = JSONWriter()
        Self.write(channels, to: &json)
        try makeFolder(above: path)
        let temporary = path + ".writing"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open") }
        do throws(AlertMemoryError) {
            defer { close(descriptor) }
            try write(json.bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw failure("fsync") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw failure("rename") }
    }

    // MARK: - The file

    private func readBytes() throws(AlertMemoryError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("open")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read") }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    private func makeFolder(above path: String) throws(AlertMemoryError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        if mkdir(folder, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT else { throw failure("mkdir") }
        try makeFolder(above: folder)
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw failure("mkdir") }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(AlertMemoryError) {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Glibc.write(descriptor, start, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write") }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    private func failure(_ operation: String) -> AlertMemoryError {
        .system(operation: operation, reason: String(cString: strerror(errno)))
    }
}
