import Base
import Synchronization
import Testing

@Suite("Waits")
struct WakeupTests {
    /// What one thread has for another.
    private final class Shared: Sendable {
        let wakeup = Wakeup()
        let work = Atomic(false)
        let rounds = Atomic(0)
    }

    @Test("whoever sleeps is woken, however the two threads fall upon each other")
    func wakes() {
        let shared = Shared()
        let sleeper = WorkerThread(name: "sleeper") {
            for _ in 0..<2_000 {
                while !shared.work.load(ordering: .sequentiallyConsistent) {
                    shared.wakeup.sleep(milliseconds: 1_000_000) { shared.work.load(ordering: .sequentiallyConsistent) }
                }
                shared.work.store(false, ordering: .sequentiallyConsistent)
                shared.rounds.add(1, ordering: .sequentiallyConsistent)
            }
        }
        for round in 0..<2_000 {
            while shared.rounds.load(ordering: .sequentiallyConsistent) < round { Wakeup.rest(milliseconds: 0) }
            shared.work.store(true, ordering: .sequentiallyConsistent)
            shared.wakeup.signalIfAsleep()
        }
        sleeper.join()
        #expect(shared.rounds.load(ordering: .sequentiallyConsistent) == 2_000)
    }

    @Test("a sleep that nobody ends is over in time, and one that has work does not begin")
    func ends() {
        let wakeup = Wakeup()
        let start = SystemClock.uptime()
        wakeup.sleep(milliseconds: 20) { false }
        #expect(SystemClock.uptime() - start >= 20_000_000)
        wakeup.sleep(milliseconds: 1_000_000) { true }
    }

    @Test("a promise gives its value to whoever waits, before and after")
    func promise() {
        let promise = Promise<Int>()
        let giver = WorkerThread(name: "giver") { promise.fulfil(7) }
        #expect(promise.wait() == 7)
        giver.join()
        #expect(promise.wait() == 7)
    }
}
