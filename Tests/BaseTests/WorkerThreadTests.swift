import Base
import Glibc
import Synchronization
import Testing

@Suite("Threads")
struct WorkerThreadTests {
    /// Whether the caller's thread blocks SIGTERM.
    private static var isBlocked: Bool {
        var set = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &set)
        return sigismember(&set, SIGTERM) == 1
    }

    @Test("a thread blocks signals where it is told to, its starter does not", arguments: [false, true])
    func signals(blocks: Bool) {
        let answer = Promise<[Bool]>()
        WorkerThread.detach(name: "starter") {
            // The test runner may block signals, and threads inherit this.
            var set = sigset_t()
            sigemptyset(&set)
            sigaddset(&set, SIGTERM)
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
            let isBlocked = Promise<Bool>()
            let thread = WorkerThread(name: "a-name-of-more-than-15-bytes", blocksSignals: blocks) {
                isBlocked.fulfil(Self.isBlocked)
            }
            let isStarter = thread.isCurrent
            thread.join()
            answer.fulfil([isBlocked.wait(), Self.isBlocked, isStarter])
        }
        #expect(answer.wait() == [blocks, false, false])
    }
}
