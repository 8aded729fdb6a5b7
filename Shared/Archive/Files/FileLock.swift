import Glibc

/// Holds a file against other processes until it goes; the system lets go of it when the process dies.
///
/// It keeps two archivers from writing one partition into the same root: one that was stopped, lost its partitions to
/// another and wakes up still holds the lock, so the other waits rather than archiving the same rows.
package final class FileLock {
    private var descriptor: Int32

    /// Takes the lock; throws ``ArchiveError/locked(path:)`` when another has it.
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

    /// Lets go of the file now.
    package func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }
}
