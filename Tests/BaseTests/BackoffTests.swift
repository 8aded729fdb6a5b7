import Base
import Simulator
import TestSupport
import Testing

@Suite("Backoff")
struct BackoffTests {
    @Test("waits double up to the cap, each spread over its upper half", arguments: [UInt64(1), 2, 3])
    func doubles(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var backoff = Backoff(firstMilliseconds: 500, capMilliseconds: 30_000)
        for limit in [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000] {
            #expect((limit / 2...limit).contains(backoff.next(using: &generator)))
        }
        #expect(backoff.failures == 8)
    }

    @Test("a success starts from the beginning")
    func reset() {
        var generator = SeededGenerator(seed: 1)
        var backoff = Backoff(firstMilliseconds: 500, capMilliseconds: 30_000)
        for _ in 0..<5 { _ = backoff.next(using: &generator) }
        backoff.reset()
        #expect(backoff.failures == 0)
        #expect((250...500).contains(backoff.next(using: &generator)))
    }

    @Test("a hundred failures do not overflow")
    func many() {
        var generator = SeededGenerator(seed: 1)
        var backoff = Backoff(firstMilliseconds: 500, capMilliseconds: 30_000)
        for _ in 0..<100 { _ = backoff.next(using: &generator) }
        #expect((15_000...30_000).contains(backoff.next(using: &generator)))
    }
}
