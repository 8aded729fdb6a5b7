import BybitVenue
import MarketData
import Simulator
import Testing
import VenueKit

@testable import ProducerCore

@Suite("Connection supervisor")
struct ConnectionSupervisorTests {
    private static let second: Int64 = 1_000_000_000
    private typealias Command = ConnectionSupervisor.Command

    private static func supervisor(
        _ endpoints: [String] = ["a", "b"], handover: VenuePolicy.Handover = .overlapping, age: Int? = nil
    ) -> ConnectionSupervisor {
        var policy = Bybit().policy(for: .linear)
        policy.handover = handover
        policy.maximumAgeSeconds = age
        return ConnectionSupervisor(endpoints: endpoints, policy: policy)
    }

    /// A supervisor whose first session is live at second 1 and settled at second 2.
    private static func live(
        _ endpoints: [String] = ["a", "b"], handover: VenuePolicy.Handover = .overlapping, age: Int? = nil
    ) -> ConnectionSupervisor {
        var supervisor = supervisor(endpoints, handover: handover, age: age)
        #expect(supervisor.start(at: Self.second) == [.connect(session: 1, endpoint: 0, afterMilliseconds: 0)])
        #expect(supervisor.opened(1, at: Self.second) == [.begin(session: 1)])
        #expect(supervisor.settled(1, at: 2 * Self.second) == [])
        return supervisor
    }

    private static func endpoint(_ commands: [Command]) -> Int? {
        for case .connect(_, let endpoint, _) in commands { return endpoint }
        return nil
    }

    private static func wait(_ commands: [Command]) -> Int? {
        for case .connect(_, _, let wait) in commands { return wait }
        return nil
    }

    @Test("endpoints that do not answer are left alone for longer and longer, and the waits grow up to their cap")
    func failures() {
        var generator = SeededGenerator(seed: 1)
        var supervisor = Self.supervisor()
        _ = supervisor.start(at: Self.second)
        var endpoints: [Int] = []
        var waits: [Int] = []
        for number in 1...12 {
            let commands = supervisor.ended(
                number, isIll: false, at: Int64(number) * Self.second, using: &generator)
            endpoints.append(Self.endpoint(commands) ?? -1)
            waits.append(Self.wait(commands) ?? -1)
        }
        #expect(Array(endpoints.prefix(2)) == [1, 0])
        #expect(Set(endpoints) == [0, 1])
        #expect((250...500).contains(waits[0]))
        #expect(waits.allSatisfy { $0 <= 30_000 } && waits[11] >= 15_000)
    }

    @Test(
        "a session that proved itself is opened again where it was; one that broke at once counts against its endpoint")
    func proof() {
        var generator = SeededGenerator(seed: 1)
        var proven = Self.live()
        #expect(Self.endpoint(proven.ended(1, isIll: false, at: 60 * Self.second, using: &generator)) == 0)
        var unproven = Self.live()
        #expect(Self.endpoint(unproven.ended(1, isIll: false, at: 5 * Self.second, using: &generator)) == 1)
        var silent = Self.live()
        #expect(Self.endpoint(silent.ended(1, isIll: true, at: 6000 * Self.second, using: &generator)) == 1)
    }

    @Test(
        "before the venue's age limit a successor is opened, and the old session goes when the new one has everything")
    func age() {
        var supervisor = Self.live(age: 3600)
        #expect(supervisor.tick(at: 2999 * Self.second) == [])
        #expect(supervisor.tick(at: 3001 * Self.second) == [.connect(session: 2, endpoint: 0, afterMilliseconds: 0)])
        #expect(supervisor.liveSession == 1 && supervisor.replacement == .age)
        #expect(supervisor.tick(at: 3002 * Self.second) == [])
        #expect(supervisor.opened(2, at: 3003 * Self.second) == [.begin(session: 2)])
        #expect(supervisor.settled(2, at: 3005 * Self.second) == [.retire(session: 1, why: .age)])
        #expect(supervisor.liveSession == 2)
        // Its own age counts from its own beginning.
        #expect(supervisor.tick(at: 5000 * Self.second) == [])
    }

    @Test("where copies cannot be told apart, the old session ends before the new one subscribes")
    func switching() {
        var supervisor = Self.live(handover: .switching)
        #expect(Self.endpoint(supervisor.replace(.shutdownNotice, at: 10 * Self.second)) == 0)
        #expect(
            supervisor.opened(2, at: 11 * Self.second)
                == [.retire(session: 1, why: .shutdownNotice), .begin(session: 2)])
    }

    @Test("a successor that fails is tried again while the old session lasts, which goes on alone where it may")
    func failingSuccessor() {
        var generator = SeededGenerator(seed: 1)
        var supervisor = Self.live()
        _ = supervisor.replace(.shutdownNotice, at: 10 * Self.second)
        let again = supervisor.ended(2, isIll: false, at: 11 * Self.second, using: &generator)
        #expect(Self.endpoint(again) == 1)
        #expect(supervisor.liveSession == 1)
        // The old one ends before the third is open: nothing is live, and no fourth is opened.
        #expect(supervisor.ended(1, isIll: false, at: 12 * Self.second, using: &generator) == [])
        #expect(supervisor.liveSession == nil)
        #expect(supervisor.opened(3, at: 13 * Self.second) == [.begin(session: 3)])
        #expect(supervisor.liveSession == 3)
    }

    @Test("the old session may end first when its successor is open")
    func oldEndsFirst() {
        var generator = SeededGenerator(seed: 1)
        var supervisor = Self.live()
        _ = supervisor.replace(.shutdownNotice, at: 10 * Self.second)
        _ = supervisor.opened(2, at: 11 * Self.second)
        #expect(supervisor.ended(1, isIll: false, at: 12 * Self.second, using: &generator) == [])
        #expect(supervisor.liveSession == 2)
        #expect(supervisor.settled(2, at: 13 * Self.second) == [])
    }

    @Test("after a failover the better endpoint is tried again, and stays alone if it still fails")
    func backAgain() {
        var generator = SeededGenerator(seed: 1)
        var supervisor = Self.live()
        let failover = supervisor.ended(1, isIll: true, at: 3 * Self.second, using: &generator)
        #expect(Self.endpoint(failover) == 1)
        _ = supervisor.opened(2, at: 4 * Self.second)
        _ = supervisor.settled(2, at: 5 * Self.second)
        #expect(supervisor.tick(at: 6 * Self.second) == [])
        let back = supervisor.tick(at: 70 * Self.second)
        #expect(back == [.connect(session: 3, endpoint: 0, afterMilliseconds: 0)])
        #expect(supervisor.replacement == .betterEndpoint)
        #expect(supervisor.ended(3, isIll: false, at: 71 * Self.second, using: &generator) == [])
        #expect(supervisor.liveSession == 2 && supervisor.replacement == nil)
        // Twice as long this time.
        #expect(supervisor.tick(at: 130 * Self.second) == [])
        #expect(Self.endpoint(supervisor.tick(at: 131 * Self.second)) == 0)
        _ = supervisor.opened(4, at: 132 * Self.second)
        #expect(supervisor.settled(4, at: 133 * Self.second) == [.retire(session: 2, why: .betterEndpoint)])
        #expect(supervisor.tick(at: 500 * Self.second) == [])
    }

    @Test("a late session gives way only where another endpoint can be had")
    func lag() {
        var supervisor = Self.live()
        #expect(Self.endpoint(supervisor.replace(.lag, at: 10 * Self.second)) == 1)
        _ = supervisor.opened(2, at: 11 * Self.second)
        #expect(supervisor.settled(2, at: 12 * Self.second) == [.retire(session: 1, why: .lag)])
        // The first one is still left alone.
        #expect(supervisor.replace(.lag, at: 20 * Self.second) == [])
        #expect(Self.endpoint(supervisor.replace(.lag, at: 50 * Self.second)) == 0)
        var alone = Self.live(["a"])
        #expect(alone.replace(.lag, at: 10 * Self.second) == [])
    }

    @Test("what is told of sessions that are gone changes nothing, and after the stop nothing is opened")
    func strays() {
        var generator = SeededGenerator(seed: 1)
        var supervisor = Self.live()
        for number in [0, 2, 99] {
            #expect(supervisor.opened(number, at: 5) == [])
            #expect(supervisor.settled(number, at: 5) == [])
            #expect(supervisor.ended(number, isIll: true, at: 5, using: &generator) == [])
        }
        _ = supervisor.replace(.age, at: 10 * Self.second)
        #expect(supervisor.stop() == [.retire(session: 1, why: nil), .retire(session: 2, why: nil)])
        #expect(supervisor.ended(1, isIll: false, at: 11 * Self.second, using: &generator) == [])
        #expect(supervisor.tick(at: 100_000 * Self.second) == [])
        #expect(supervisor.stop() == [])
    }

    @Test(
        "whatever happens, there are two sessions at most and one is always on its way", arguments: [UInt64(1), 2, 3])
    func anyOrder(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var supervisor = Self.supervisor(age: 3600)
        var alive: Set<Int> = []
        var now = Self.second
        func apply(_ commands: [Command]) {
            for command in commands {
                switch command {
                case .connect(let session, _, _): alive.insert(session)
                case .retire(let session, _): alive.remove(session)
                case .begin(let session): #expect(alive.contains(session))
                }
            }
        }
        apply(supervisor.start(at: now))
        for _ in 0..<5000 {
            now += Int64.random(in: 0...60 * Self.second, using: &generator)
            let number = alive.randomElement(using: &generator) ?? 0
            switch Int.random(in: 0...4, using: &generator) {
            case 0: apply(supervisor.opened(number, at: now))
            case 1: apply(supervisor.settled(number, at: now))
            case 2:
                alive.remove(number)
                apply(supervisor.ended(number, isIll: Bool.random(using: &generator), at: now, using: &generator))
            case 3:
                let why = ConnectionSupervisor.Replacement.allCases.randomElement(using: &generator) ?? .age
                apply(supervisor.replace(why, at: now))
            default: apply(supervisor.tick(at: now))
            }
            #expect((1...2).contains(alive.count))
        }
    }
}
