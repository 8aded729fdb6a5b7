import Glibc

/// A thread for calls that block: they have no place on Swift's pool.
public struct WorkerThread: ~Copyable {
    private let handle: pthread_t

    /// Starts a thread; Linux shows the first 15 bytes of its name. Whoever starts it calls `join()` or `detach()`.
    ///
    /// - Parameter blocksSignals: whether signals are for other threads: so in what is a library's. Child processes of the
    ///   thread would inherit it.
    public init(name: String, blocksSignals: Bool = false, _ body: @escaping @Sendable () -> Void) {
        handle = ThreadStart(name: name, body: body).begin(blocksSignals: blocksSignals)
    }

    /// Starts a thread that nobody waits for.
    public static func detach(name: String, blocksSignals: Bool = false, _ body: @escaping @Sendable () -> Void) {
        WorkerThread(name: name, blocksSignals: blocksSignals, body).detach()
    }

    /// Whether the caller runs on it.
    public var isCurrent: Bool { pthread_equal(pthread_self(), handle) != 0 }

    /// Waits for the thread's end.
    public consuming func join() { pthread_join(handle, nil) }

    /// Lets the thread end by itself.
    public consuming func detach() { pthread_detach(handle) }
}

/// What a new thread gets to run.
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
            // From its first moment on: a thread inherits what its starter blocks.
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

    /// Names the thread as `top -H` and debuggers show it, through proc(5): pthread_setname_np is a GNU extension, which
    /// Swift's Glibc module leaves out.
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
