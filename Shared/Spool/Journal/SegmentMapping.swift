import Glibc

/// A memory-mapped file of fixed length. The kernel keeps the written bytes even if the process dies.
///
/// This object owns the mapping. The file's blocks are preallocated, so that a full disk is an error here and not a SIGBUS at a
/// later write.
final class SegmentMapping: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let count: Int

    /// Maps a new file of `count` bytes. A file of that name must not exist.
    static func create(_ path: String, count: Int) throws(SpoolError) -> SegmentMapping {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .disk("create", path, errno) }
        defer { close(descriptor) }
        let code = posix_fallocate(descriptor, 0, count)
        guard code == 0 else {
            unlink(path)
            throw .disk("allocate \(count) bytes for", path, code)
        }
        return try SegmentMapping(descriptor, path, count: count)
    }

    /// Maps an existing file with its current length; nil if it has less than `least` bytes.
    static func existing(_ path: String, least: Int) throws(SpoolError) -> SegmentMapping? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .disk("open", path, errno) }
        defer { close(descriptor) }
        let count = Int(lseek(descriptor, 0, SEEK_END))
        guard count >= least else { return nil }
        // Holes, which a copy of the file may have, would cause a SIGBUS on a full disk. They are filled now.
        let code = posix_fallocate(descriptor, 0, count)
        guard code == 0 else { throw .disk("allocate \(count) bytes for", path, code) }
        return try SegmentMapping(descriptor, path, count: count)
    }

    private init(_ descriptor: Int32, _ path: String, count: Int) throws(SpoolError) {
        let address = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let address, address != MAP_FAILED else { throw .disk("map", path, errno) }
        base = address
        self.count = count
    }

    deinit { munmap(base, count) }

    /// All bytes of the file.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}

extension SpoolError {
    /// The error for the current `errno`.
    static func disk(_ operation: String, _ path: String, _ code: Int32) -> SpoolError {
        .disk(operation: operation, path: path, reason: String(cString: strerror(code)))
    }
}
