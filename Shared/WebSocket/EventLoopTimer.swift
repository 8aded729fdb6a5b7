import CLibwebsockets

/// A piece of work that the loop runs later, once or again and again.
public final class EventLoopTimer: @unchecked Sendable {
    /// libwebsockets links timers through this structure, so it must not move; the owner is found behind it.
    struct Entry {
        var link: lws_sorted_usec_list_t
        var owner: UnsafeMutableRawPointer?
    }

    private let loop: EventLoop
    private let interval: lws_usec_t
    private let repeats: Bool
    private let work: @Sendable () -> Void
    private let entry: UnsafeMutablePointer<Entry>
    private var isCancelled = false

    init(loop: EventLoop, interval: Duration, repeats: Bool, work: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.interval = max(1, interval.microseconds)
        self.repeats = repeats
        self.work = work
        entry = .allocate(capacity: 1)
        entry.initialize(to: Entry(link: lws_sorted_usec_list_t(), owner: nil))
        entry.pointee.owner = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { entry.deallocate() }

    /// Stops the timer: its work will not run again. Any thread may call it, even the work itself.
    public func cancel() {
        loop.onLoop { [self] in
            guard !isCancelled else { return }
            isCancelled = true
            guard loop.timers.removeValue(forKey: ObjectIdentifier(self)) != nil else { return }
            withLink { lws_sul_cancel($0) }
        }
    }

    /// Whether the timer will not run any more; for the loop's thread.
    public var isDone: Bool { loop.timers[ObjectIdentifier(self)] == nil }

    func schedule() {
        guard !isCancelled, let context = loop.context else { return }
        loop.timers[ObjectIdentifier(self)] = self
        withLink { link in
            lws_sul_schedule(
                context, 0, link,
                { link in
                    guard let link else { return }
                    let entry = UnsafeMutableRawPointer(link).assumingMemoryBound(to: Entry.self)
                    guard let owner = entry.pointee.owner else { return }
                    Unmanaged<EventLoopTimer>.fromOpaque(owner).takeUnretainedValue().fire()
                }, interval)
        }
    }

    private func fire() {
        loop.timers.removeValue(forKey: ObjectIdentifier(self))
        if repeats { schedule() }
        work()
    }

    private func withLink(_ body: (UnsafeMutablePointer<lws_sorted_usec_list_t>) -> Void) {
        body(UnsafeMutableRawPointer(entry).assumingMemoryBound(to: lws_sorted_usec_list_t.self))
    }
}

extension EventLoop {
    /// Runs `work` on the loop's thread after `delay`, and then each `delay` again if `repeats`.
    @discardableResult
    public func schedule(
        after delay: Duration, repeats: Bool = false, _ work: @escaping @Sendable () -> Void
    ) -> EventLoopTimer {
        let timer = EventLoopTimer(loop: self, interval: delay, repeats: repeats, work: work)
        onLoop { timer.schedule() }
        return timer
    }
}

extension Duration {
    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
