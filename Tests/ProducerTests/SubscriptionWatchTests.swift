import BybitVenue
import MarketData
import Testing
import VenueKit

@testable import ProducerCore

@Suite("Subscription watch")
struct SubscriptionWatchTests {
    private static let second: Int64 = 1_000_000_000

    private static func channel(
        _ name: String, snapshot: PlannedChannel.Snapshot = .inStream, limit: Int? = 15_000
    ) -> PlannedChannel {
        PlannedChannel(
            id: ChannelID(name), symbol: name, kind: .book, snapshot: snapshot, silenceLimitMilliseconds: limit,
            unsubscribeFrame: "-\(name)", subscription: SubscribeRequest([name], form: ["+", .topics]))
    }

    private static func watch(_ channels: [PlannedChannel]) -> SubscriptionWatch {
        var policy = Bybit().policy(for: .linear)
        policy.snapshotWaitMilliseconds = 10_000
        return SubscriptionWatch(channels, policy: policy)
    }

    /// The channels that are due in each second up to `end`.
    private static func due(_ watch: inout SubscriptionWatch, from start: Int, to end: Int) -> [String] {
        (start...end).flatMap { second in
            watch.due(at: Int64(second) * Self.second).map { "\(second):\($0.index):\($0.reason.rawValue)" }
        }
    }

    @Test("a snapshot that does not come is asked for again, less and less often, until it is seen")
    func missingSnapshot() {
        var watch = Self.watch([Self.channel("a"), Self.channel("b")])
        watch.subscribed(at: 0)
        // A snapshot is one only when it says so: changes that come first do not count.
        #expect(watch.heard(ChannelID("a"), at: Self.second) == .mayBeSnapshot(0))
        #expect(watch.heard(ChannelID("b"), at: Self.second) == .mayBeSnapshot(1))
        watch.sawSnapshot(1)
        #expect(!watch.hasAllSnapshots)
        for second in stride(from: 2, to: 80, by: 2) {
            _ = watch.heard(ChannelID("b"), at: Int64(second) * Self.second)
        }
        #expect(Self.due(&watch, from: 2, to: 79) == ["11:0:snapshot", "32:0:snapshot", "73:0:snapshot"])
        #expect(watch.heard(ChannelID("a"), at: 80 * Self.second) == .mayBeSnapshot(0))
        watch.sawSnapshot(0)
        #expect(watch.hasAllSnapshots)
        #expect(watch.heard(ChannelID("a"), at: 81 * Self.second) == .nothing)
    }

    @Test("a snapshot that comes before the last subscription was sent is not asked for again")
    func early() {
        var watch = Self.watch([Self.channel("a", limit: nil)])
        #expect(watch.heard(ChannelID("a"), at: 5) == .mayBeSnapshot(0))
        watch.sawSnapshot(0)
        watch.subscribed(at: Self.second)
        #expect(watch.hasAllSnapshots)
        #expect(Self.due(&watch, from: 1, to: 100) == [])
    }

    @Test("a channel that falls silent for longer than its limit is asked for anew; trades may be silent")
    func silence() {
        var watch = Self.watch([
            Self.channel("a", snapshot: .none), Self.channel("trades", snapshot: .none, limit: nil),
        ])
        watch.subscribed(at: 0)
        _ = watch.heard(ChannelID("a"), at: 10 * Self.second)
        _ = watch.heard(ChannelID("nobody's"), at: 10 * Self.second)
        #expect(watch.heard(ChannelID("trades"), at: 10 * Self.second) == .nothing)
        // The limit doubles with each attempt, so that a market that has died costs little.
        #expect(Self.due(&watch, from: 10, to: 130) == ["26:0:silence", "57:0:silence", "118:0:silence"])
        _ = watch.heard(ChannelID("a"), at: 131 * Self.second)
        #expect(Self.due(&watch, from: 132, to: 150) == ["147:0:silence"])
    }

    @Test("a channel of lively pace is suspicious long before its documented limit, a slow one is not")
    func pace() {
        var watch = Self.watch([
            Self.channel("lively", snapshot: .none, limit: 300_000),
            Self.channel("slow", snapshot: .none, limit: 300_000),
        ])
        watch.subscribed(at: 0)
        for frame in 1...200 { _ = watch.heard(ChannelID("lively"), at: Int64(frame) * Self.second / 2) }
        for frame in 1...10 { _ = watch.heard(ChannelID("slow"), at: Int64(frame) * 10 * Self.second) }
        #expect(Self.due(&watch, from: 100, to: 140) == ["131:0:silence"])
        #expect(Self.due(&watch, from: 141, to: 190) == [])
    }

    @Test("the connection is ill when more than half of what once spoke is asked for in vain")
    func ill() {
        var watch = Self.watch((0..<3).map { Self.channel("\($0)", snapshot: .none) } + [Self.channel("unlisted")])
        watch.subscribed(at: 0)
        for index in 0..<3 { _ = watch.heard(ChannelID("\(index)"), at: Self.second) }
        var illSince: Int?
        for second in 2...200 {
            _ = watch.heard(ChannelID("0"), at: Int64(second) * Self.second)
            _ = watch.due(at: Int64(second) * Self.second)
            if watch.isIll, illSince == nil { illSince = second }
        }
        // Silent from 1 s on, asked for after 15 s and after 30 more.
        #expect(illSince == 48)
    }

    @Test(
        "however often others ask, a channel that answers with snapshots is not ill, and a quiet one is left in peace")
    func answered() {
        var watch = Self.watch([Self.channel("a")])
        watch.subscribed(at: 0)
        _ = watch.heard(ChannelID("a"), at: Self.second)
        watch.sawSnapshot(0)
        for second in stride(from: 10, to: 60, by: 10) {
            watch.ask(0, at: Int64(second) * Self.second)
            #expect(watch.heard(ChannelID("a"), at: Int64(second) * Self.second + 1) == .mayBeSnapshot(0))
            watch.sawSnapshot(0)
            #expect(!watch.isIll)
        }
        // It has brought snapshots alone: its limit of 15 s has doubled five times.
        #expect(Self.due(&watch, from: 51, to: 500) == [])
        #expect(Self.due(&watch, from: 501, to: 540) == ["531:0:silence"])
    }

    @Test("what nobody listened to was not silence")
    func resumed() {
        var watch = Self.watch([Self.channel("a", snapshot: .none), Self.channel("b")])
        watch.subscribed(at: 0)
        _ = watch.heard(ChannelID("a"), at: Self.second)
        watch.resumed(at: 1000 * Self.second)
        #expect(Self.due(&watch, from: 1000, to: 1009) == [])
        #expect(Self.due(&watch, from: 1010, to: 1020) == ["1011:1:snapshot", "1016:0:silence"])
    }

    @Test("a snapshot over REST is seen when its request is answered")
    func rest() {
        let request = RESTRequest(path: "/depth?symbol=A")
        var watch = Self.watch([Self.channel("a", snapshot: .request(request))])
        watch.subscribed(at: 0)
        _ = watch.heard(ChannelID("a"), at: Self.second)
        #expect(!watch.hasAllSnapshots)
        watch.answered("/depth?symbol=B", at: Self.second)
        #expect(!watch.hasAllSnapshots)
        watch.answered("/depth?symbol=A", at: Self.second)
        #expect(watch.hasAllSnapshots)
    }

    @Test("nothing is expected of a channel that the venue refuses, until it is accepted")
    func refused() {
        var watch = Self.watch([Self.channel("a"), Self.channel("b")])
        watch.subscribed(at: 0)
        _ = watch.heard(ChannelID("b"), at: Self.second)
        watch.sawSnapshot(1)
        watch.refuse(0)
        #expect(watch.hasAllSnapshots)
        #expect(Self.due(&watch, from: 1, to: 17) == ["17:1:silence"])
        #expect(watch.heard(ChannelID("a"), at: 99 * Self.second) == .isAccepted(0))
        watch.restore(0, at: 100 * Self.second)
        #expect(!watch.hasAllSnapshots && !watch.hasRefusals)
        #expect(Self.due(&watch, from: 100, to: 111).contains("111:0:snapshot"))
    }
}
