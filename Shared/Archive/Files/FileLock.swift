import Glibc

/// Locks a file against other processes for its lifetime. The system releases the lock when the process dies.
///
/// It prevents two archivers from writing one partition into the same root. An archiver that was paused and lost its partitions
/// still holds the lock, so the other one waits instead of archiving the same rows.
package final class FileLock {
    private var descriptor: Int32

    /// Takes the lock. Throws ``ArchiveError/locked(path:)`` if another process holds it.
    package init(_ path: String) throws(ArchiveError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system("open", path, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw code == EWOULDBLOCK ? .locked(path: path) : .system("flock", path, code)
        }
    }

    deinit { release() }

    /// Releases the lock now.
    package func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }
}
