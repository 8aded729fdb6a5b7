import Runtime
import Synchronization

/// Whether the archive can be written, for /readyz.
final class ArchiveState: Sendable {
    private let error = Mutex<String?>(nil)

    func failed(_ error: ArchiverError) { self.error.withLock { $0 = "\(error)" } }

    func succeeded() { error.withLock { $0 = nil } }

    var status: HealthStatus { error.withLock { $0.map { .failing($0) } ?? .ok } }
}
