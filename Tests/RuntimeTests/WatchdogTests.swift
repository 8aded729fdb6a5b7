@testable import Runtime
import Base
import Testing

@Suite("Watchdog")
struct WatchdogTests {
    private let clock = ManualClock(nanoseconds: 1_700_000_000_000_000_000)
    private let health = HealthChecks(limits: HealthConfig(watchdogSeconds: 60))

    private func status() -> [HealthStatus] { health.liveness.map(\.status) }

    @Test("a loop that turns is alive, one that has not for too long is not, and may come back")
    func life() {
        let watchdog = Watchdog("loop", health: health, clock: clock.wallClock)
        #expect(status() == [.ok])
        clock.advance(milliseconds: 60_000)
        #expect(status() == [.ok])
        clock.advance(milliseconds: 1_000)
        #expect(status() == [.failing("has not turned for 61 s")])
        watchdog.beat()
        #expect(status() == [.ok])
    }

    @Test("a clock that is set back kills nobody")
    func clockSetBack() {
        let watchdog = Watchdog("loop", health: health, clock: clock.wallClock)
        watchdog.beat()
        clock.advance(milliseconds: -3_600_000)
        #expect(status() == [.ok])
    }
}
