import Base
import Glibc
import Synchronization

/// SIGTERM and SIGINT as a graceful shutdown.
///
/// The handler only counts and writes a byte to a pipe; a thread reads the pipe and forwards the signal. A second signal ends
/// the process immediately, so that a service that hangs in its shutdown can still be stopped by Ctrl-C. Signal masks stay as
/// they are: child processes would inherit them.
enum ProcessSignals {
    private static let received = Atomic(0)
    /// For the handler, which may take no lock.
    private static let writeEnd = Atomic<Int32>(-1)

    /// From now on the first SIGTERM or SIGINT requests `shutdown`. A process calls this once.
    static func forward(to shutdown: ShutdownSignal) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { fatalError("no pipe for signals: \(SystemText.error(errno))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Touched here, so that the handler never initializes a global.
        received.store(0, ordering: .relaxed)
        writeEnd.store(ends[1], ordering: .relaxed)
        let readEnd = ends[0]
        WorkerThread.detach(name: "signals") {
            while let number = next(from: readEnd) { shutdown.request(reason: name(of: number)) }
        }
        for number in [SIGTERM, SIGINT] { install(number) }
        // Writing to a closed connection is an error, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // The same holds for a file that has reached the file size limit.
        signal(SIGXFSZ, SIG_IGN)
    }

    private static func install(_ number: Int32) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let isFirst = ProcessSignals.received.add(1, ordering: .relaxed).oldValue == 0
            if !isFirst { _exit(128 + number) }
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(ProcessSignals.writeEnd.load(ordering: .relaxed), &byte, 1)
            errno = saved
        }
        // Blocking calls are restarted, so callers need not handle EINTR.
        action.sa_flags = SA_RESTART
        sigemptyset(&action.sa_mask)
        sigaction(number, &action, nil)
    }

    private static func next(from descriptor: Int32) -> Int32? {
        var byte: UInt8 = 0
        while true {
            switch read(descriptor, &byte, 1) {
            case 1: return Int32(byte)
            case -1 where errno == EINTR: continue
            default: return nil
            }
        }
    }

    private static func name(of number: Int32) -> String {
        switch number {
        case SIGTERM: "SIGTERM"
        case SIGINT: "SIGINT"
        default: "signal \(number)"
        }
    }
}
