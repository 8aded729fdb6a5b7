import CLibwebsockets
import Glibc

/// Threads of our own: blocking calls must not sit on Swift's pool.
enum LoopThread {
    private final class Body {
        let name: String
        let run: @Sendable () -> Void
        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts a thread that blocks every signal, so that the process's signal handling stays where it was set up.
    static func start(name: String, _ run: @escaping @Sendable () -> Void) -> pthread_t {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var handle = pthread_t()
        let body = Unmanaged.passRetained(Body(name: String(name.prefix(15)), run: run)).toOpaque()
        let status = pthread_create(
            &handle, nil,
            { raw in
                guard let raw else { return nil }
                let body = Unmanaged<Body>.fromOpaque(raw).takeRetainedValue()
                pthread_setname_np(pthread_self(), body.name)
                body.run()
                return nil
            }, body)
        precondition(status == 0, "pthread_create: \(status)")
        return handle
    }
}
