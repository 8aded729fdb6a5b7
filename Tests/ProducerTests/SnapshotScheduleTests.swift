import BinanceVenue
import BybitVenue
import MarketData
import Testing
import VenueKit

@testable import ProducerCore

/// When snapshots are asked for: the first when it can bridge, the next before the last is too old.
@Suite("Snapshots in time")
struct SnapshotScheduleTests {
    private static let second: Int64 = 1_000_000_000
    private static let hour: Int64 = 3600 * second

    private static func channel(_ name: String) -> PlannedChannel {
        PlannedChannel(
            id: ChannelID(name), symbol: name, kind: .book,
            snapshot: .request(RESTRequest(path: "/depth?symbol=\(name)")),
            silenceLimitMilliseconds: 300_000, unsubscribeFrame: "-\(name)",
            subscription: SubscribeRequest([name], form: ["+", .topics]))
    }

    private static func watch(_ names: [String], period: SnapshotPeriod? = nil) -> SubscriptionWatch {
        var policy = Binance().policy(for: .spot)
        policy.snapshotWaitMilliseconds = 10_000
        return SubscriptionWatch(names.map(channel), policy: policy, period: period, source: "primary")
    }

    @Test("a snapshot over REST is asked for when its channel's first frame was heard, and not before")
    func firstFrame() {
        var watch = Self.watch(["a", "b"])
        watch.subscribed(at: 0)
        #expect(watch.snapshotsDue(at: 0) == [])
        #expect(watch.heard(ChannelID("a"), at: Self.second) == .wantsSnapshot(0))
        #expect(watch.heard(ChannelID("a"), at: 2 * Self.second) == .nothing)
        #expect(watch.snapshotsDue(at: 9 * Self.second) == [])
        // A market may be quiet: then any snapshot holds.
        #expect(watch.snapshotsDue(at: 11 * Self.second) == [1])
        #expect(watch.heard(ChannelID("b"), at: 12 * Self.second) == .nothing)
        watch.answered("/depth?symbol=a", at: 12 * Self.second)
        #expect(watch.heard(ChannelID("a"), at: 13 * Self.second) == .nothing)
    }

    @Test("what flowed before the last subscription was sent is asked for when it was")
    func early() {
        var watch = Self.watch(["a", "b"])
        #expect(watch.heard(ChannelID("a"), at: 1) == .nothing)
        watch.subscribed(at: Self.second)
        #expect(watch.snapshotsDue(at: Self.second) == [0])
        #expect(watch.snapshotsDue(at: 2 * Self.second) == [])
    }

    @Test("an answer that was no snapshot is none: the request is made again when it seems to be lost")
    func lost() {
        var watch = Self.watch(["a"])
        watch.subscribed(at: 0)
        #expect(watch.heard(ChannelID("a"), at: Self.second) == .wantsSnapshot(0))
        #expect(watch.snapshotsDue(at: 300 * Self.second) == [])
        #expect(!watch.hasAllSnapshots)
        #expect(watch.snapshotsDue(at: 302 * Self.second) == [0])
    }

    @Test("a channel that was subscribed to anew is asked for its snapshot when it flows again")
    func anew() {
        var watch = Self.watch(["a"])
        watch.subscribed(at: 0)
        _ = watch.heard(ChannelID("a"), at: Self.second)
        watch.answered("/depth?symbol=a", at: Self.second)
        watch.ask(0, at: 400 * Self.second)
        #expect(watch.snapshotsDue(at: 401 * Self.second) == [])
        #expect(watch.heard(ChannelID("a"), at: 402 * Self.second) == .wantsSnapshot(0))
    }

    @Test("every book gets a fresh snapshot within the period, each at its own moment, one a second at most")
    func period() throws {
        let names = (0..<200).map { "S\($0)" }
        let period = try #require(SnapshotPeriod(hours: 6))
        var watch = Self.watch(names, period: period)
        watch.subscribed(at: 0)
        for name in names {
            _ = watch.heard(ChannelID(name), at: 1)
            watch.answered("/depth?symbol=\(name)", at: 1)
        }
        var times = Array(repeating: [Int64(0)], count: names.count)
        for second in stride(from: Int64(1), to: 24 * 3600, by: 1) {
            guard let index = watch.oldSnapshot(at: second * Self.second) else { continue }
            times[index].append(second)
            watch.answered("/depth?symbol=\(names[index])", at: second * Self.second)
        }
        for moments in times {
            #expect(moments.count >= 4)
            for (earlier, later) in zip(moments, moments.dropFirst()) {
                #expect((3 * 3600...6 * 3600).contains(Int(later - earlier)))
            }
        }
        // Not together: of 200 books no more than a handful in any minute.
        let minutes = Dictionary(grouping: times.flatMap { $0.dropFirst() }) { $0 / 60 }.mapValues(\.count)
        #expect(minutes.values.allSatisfy { $0 <= 10 })
    }

    @Test("without a period, and before the first snapshot, nothing is asked for")
    func never() {
        #expect(SnapshotPeriod(hours: 0) == nil)
        var watch = Self.watch(["a"])
        watch.subscribed(at: 0)
        watch.answered("/depth?symbol=a", at: 0)
        #expect(watch.oldSnapshot(at: 1000 * Self.hour) == nil)
        var waiting = Self.watch(["a"], period: SnapshotPeriod(hours: 1))
        waiting.subscribed(at: 0)
        #expect(waiting.oldSnapshot(at: 1000 * Self.hour) == nil)
    }

    @Test("intervals differ by name and source, and lie between half of the period and nearly all of it")
    func intervals() {
        let period = SnapshotPeriod(nanoseconds: 1_000_000)
        let intervals = (0..<1000).map { period.interval(for: "primary/S\($0)/book") }
        #expect(intervals.allSatisfy { (500_000...950_000).contains($0) })
        #expect(Set(intervals.map { $0 / 10_000 }).count > 30)
        #expect(period.interval(for: "primary/linear-0") != period.interval(for: "replica/linear-0"))
        #expect(SnapshotPeriod(nanoseconds: .max).interval(for: "a") > 0)
    }

    @Test("a session whose snapshots have grown old gives way to a successor, which has that long itself")
    func successor() {
        var policy = Bybit().policy(for: .linear)
        policy.handover = .overlapping
        var supervisor = ConnectionSupervisor(endpoints: ["a"], policy: policy, snapshotInterval: 100 * Self.second)
        _ = supervisor.start(at: 0)
        _ = supervisor.opened(1, at: Self.second)
        _ = supervisor.settled(1, at: 2 * Self.second)
        #expect(supervisor.tick(at: 100 * Self.second) == [])
        #expect(
            supervisor.tick(at: 101 * Self.second) == [.connect(session: 2, endpoint: 0, afterMilliseconds: 0)])
        #expect(supervisor.replacement == .snapshots)
        #expect(supervisor.opened(2, at: 102 * Self.second) == [.begin(session: 2)])
        #expect(supervisor.tick(at: 103 * Self.second) == [])
        #expect(supervisor.settled(2, at: 104 * Self.second) == [.retire(session: 1, why: .snapshots)])
        #expect(supervisor.tick(at: 201 * Self.second) == [])
        #expect(!supervisor.tick(at: 202 * Self.second).isEmpty)
    }
}
