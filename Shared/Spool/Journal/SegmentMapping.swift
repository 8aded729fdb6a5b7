import Glibc

/// A file of fixed length in memory: what is written into it is the kernel's to keep, whatever becomes of the process.
///
/// The one owner of the mapping. The file's blocks are taken beforehand, so that a full disk is an error here and not a
/// SIGBUS at some later write.
final class SegmentMapping: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let count: Int

    /// Maps a new file of `count` bytes; one of that name must not be there.
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

    /// Maps a file that is there, as long as it is; nil when it has less than `least` bytes.
    static func existing(_ path: String, least: Int) throws(SpoolError) -> SegmentMapping? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .disk("open", path, errno) }
        defer { close(descriptor) }
        let count = Int(lseek(descriptor, 0, SEEK_END))
        guard count >= least else { return nil }
        // Holes, as a copy of the file may have them, would be a SIGBUS on a full disk: they are filled now.
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

    /// All of it.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}

extension SpoolError {
    /// From an `errno`.
    static func disk(_ operation: String, _ path: String, _ code: Int32) -> SpoolError {
        .disk(operation: operation, path: path, reason: String(cString: strerror(code)))
    }
}
