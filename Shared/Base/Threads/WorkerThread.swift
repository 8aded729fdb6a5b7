import Glibc

/// A thread for blocking calls, which must not run on Swift's thread pool.
public struct WorkerThread: ~Copyable {
    private let handle: pthread_t

    /// Starts a thread. Linux shows the first 15 bytes of its name. The caller must call `join()` or `detach()`.
    ///
    /// - Parameter blocksSignals: whether the thread blocks all signals, so that other threads handle them; true for threads of
    ///   a library. Child processes of the thread would inherit this.
    public init(name: String, blocksSignals: Bool = false, _ body: @escaping @Sendable () -> Void) {
        handle = ThreadStart(name: name, body: body).begin(blocksSignals: blocksSignals)
    }

    /// Starts a detached thread.
    public static func detach(name: String, blocksSignals: Bool = false, _ body: @escaping @Sendable () -> Void) {
        WorkerThread(name: name, blocksSignals: blocksSignals, body).detach()
    }

    /// Whether the caller runs on this thread.
    public var isCurrent: Bool { pthread_equal(pthread_self(), handle) != 0 }

    /// Waits until the thread ends.
    public consuming func join() { pthread_join(handle, nil) }

    /// Lets the thread end by itself.
    public consuming func detach() { pthread_detach(handle) }
}

/// The arguments of a new thread.
private final class ThreadStart: Sendable {
    private let name: String
    private let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }

    func begin(blocksSignals: Bool) -> pthread_t {
        var before = sigset_t()
        if blocksSignals {
            // A thread inherits the signal mask of its creator, so signals are blocked from the start.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, &before)
        }
        defer { if blocksSignals { pthread_sigmask(SIG_SETMASK, &before, nil) } }
        var handle = pthread_t()
        let this = Unmanaged.passRetained(self)
        let code = pthread_create(&handle, nil, threadMain, this.toOpaque())
        precondition(code == 0, "no thread '\(name)': \(SystemText.error(code))")
        return handle
    }

    func run() {
        nameCurrentThread()
        body()
    }

    /// Sets the name that `top -H` and debuggers show. It writes to proc(5), because Swift's Glibc module lacks the GNU
    /// extension pthread_setname_np.
    private func nameCurrentThread() {
        let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        DescriptorOutput.write(Array(name.utf8.prefix(15)), to: descriptor)
        close(descriptor)
    }
}

private func threadMain(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let start { Unmanaged<ThreadStart>.fromOpaque(start).takeRetainedValue().run() }
    return nil
}
