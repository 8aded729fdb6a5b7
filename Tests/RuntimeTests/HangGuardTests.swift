import Testing

@testable import Runtime

@Suite("A process that hangs")
struct HangGuardTests {
    @Test("ends when its loop has not turned for long, and not before")
    func hangs() {
        var hangGuard = HangGuard(seconds: 60)
        let looks = (1...12).map { _ in hangGuard.look(isAlive: false) }
        #expect(looks == [Bool](repeating: false, count: 11) + [true])
    }

    @Test("goes on when its loop turns again, as after a clock that jumped")
    func recovers() {
        var hangGuard = HangGuard(seconds: 10)
        let looks = [false, true, false, false].map { hangGuard.look(isAlive: $0) }
        #expect(looks == [false, false, false, true])
    }
}
