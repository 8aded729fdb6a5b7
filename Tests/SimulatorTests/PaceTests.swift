import BybitVenue
import MarketData
import Testing
import VenueKit

@testable import Simulator

@Suite("Pace")
struct PaceTests {
    private static let key = FeedKey(venue: "bybit", product: .linear)

    private static func subscribed(_ change: (inout SimulatorOptions) -> Void = { _ in }) throws -> CoreHarness {
        var options = SimulatorOptions()
        options.framesPerSecond = 200
        change(&options)
        var harness = try CoreHarness(options)
        _ = harness.subscribe(Bybit(), .linear)
        return harness
    }

    private static func steps(_ harness: CoreHarness) -> Int64 { harness.core.feeds[key]?.market?.stepCount ?? -1 }

    @Test("a market makes as many steps as its rate says, and follows a new rate")
    func rate() throws {
        var harness = try Self.subscribed()
        harness.pass(milliseconds: 5)
        harness.pass(milliseconds: 1000)
        #expect(Self.steps(harness) == 200)
        let answer = harness.core.control(
            path: "/control/rate", query: ["frames_per_second=1000", "venue=bybit"], harness.time)
        #expect(answer.status == 200)
        harness.pass(milliseconds: 1000)
        #expect(Self.steps(harness) == 1200)
    }

    @Test("a paused market stands still and does not catch up")
    func pause() throws {
        var harness = try Self.subscribed()
        harness.pass(milliseconds: 500)
        let before = Self.steps(harness)
        _ = harness.core.control(path: "/control/pause", query: [], harness.time)
        harness.pass(milliseconds: 1000)
        #expect(Self.steps(harness) == before)
        _ = harness.core.control(path: "/control/resume", query: [], harness.time)
        harness.pass(milliseconds: 105)
        #expect(Self.steps(harness) == before + 20)
    }

    @Test("nothing is made while nobody is subscribed, unless the market runs unwatched", arguments: [false, true])
    func unwatched(runs: Bool) throws {
        var options = SimulatorOptions()
        options.runsUnwatched = runs
        var harness = try CoreHarness(options)
        #expect(harness.connect(1, "/bybit/linear/v5/public/linear") == nil)
        harness.pass(milliseconds: 500)
        #expect((Self.steps(harness) > 0) == runs)
    }

    @Test("a full send queue makes the market wait, and who never reads is ended at last")
    func slowReader() throws {
        var harness = try Self.subscribed { $0.slowReaderMilliseconds = 2000 }
        harness.pass(milliseconds: 100)
        let before = Self.steps(harness)
        harness.pass(milliseconds: 1000) { _ in 2 << 20 }
        #expect(Self.steps(harness) == before)
        #expect(harness.ended.isEmpty)
        harness.pass(milliseconds: 1500) { _ in 2 << 20 }
        #expect(harness.ended == [.close(connection: 1, code: 1008)])
    }
}
