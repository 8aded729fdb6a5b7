import BinanceVenue
import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

@testable import Simulator

/// What a plan says of its channels, against what the venue's server makes of it.
@Suite("Planned channels")
struct PlannedChannelTests {
    struct Market: Sendable, CustomTestStringConvertible {
        var venue: any Venue
        var product: Product
        var testDescription: String { "\(venue.name)/\(product.name)" }
    }

    static let markets = VenueRegistry.all.flatMap { venue in
        venue.products.map { Market(venue: venue, product: $0) }
    }

    private static func plans(_ market: Market) -> [ConnectionPlan] {
        market.venue.plan(
            Subscription(
                product: market.product,
                symbols: market.venue.makeSimulation(for: market.product).instruments.map(\.symbol),
                kinds: Set(market.venue.kinds(for: market.product))))
    }

    private static func channel(_ frame: [UInt8], _ venue: any Venue) -> ChannelID? {
        venue.inspect(frame).channel
    }

    @Test(
        "every planned channel is heard, known by its frames, and no two are taken for each other", arguments: markets)
    func known(market: Market) throws {
        var harness = try CoreHarness()
        let numbers = harness.subscribe(
            market.venue, market.product, kinds: Set(market.venue.kinds(for: market.product)))
        harness.step(2000)
        let plans = Self.plans(market)
        #expect(plans.count == numbers.count)
        for (plan, number) in zip(plans, numbers) {
            #expect(Set(plan.channels.map(\.id)).count == plan.channels.count)
            let heard = Set((harness.frames[number] ?? []).compactMap { Self.channel($0, market.venue) })
            for channel in plan.channels {
                // Liquidations are rare.
                guard channel.kind != .liquidation else { continue }
                #expect(heard.contains(channel.id), "\(channel.subscribeFrame)")
            }
        }
    }

    @Test(
        "a channel subscribed to anew brings a snapshot, where the plan says so, and no other channel",
        arguments: markets)
    func anew(market: Market) throws {
        var harness = try CoreHarness()
        let numbers = harness.subscribe(
            market.venue, market.product, kinds: Set(market.venue.kinds(for: market.product)))
        harness.step(50)
        for (plan, number) in zip(Self.plans(market), numbers) {
            for channel in plan.channels {
                harness.frames[number] = []
                harness.send(channel.unsubscribeFrame, on: number)
                harness.send(channel.subscribeFrame, on: number)
                let frames = harness.frames[number] ?? []
                #expect(!frames.isEmpty, "\(channel.subscribeFrame)")
                #expect(frames.allSatisfy { [channel.id, nil].contains(Self.channel($0, market.venue)) })
                guard channel.snapshot == .inStream else { continue }
                let snapshots = frames.filter { Self.channel($0, market.venue) == channel.id }
                #expect(snapshots.count == 1, "\(channel.subscribeFrame)")
                #expect(snapshots.allSatisfy { market.venue.inspect($0).isSnapshot })
            }
        }
    }

    @Test("a change is no snapshot", arguments: markets)
    func changes(market: Market) throws {
        var harness = try CoreHarness()
        let numbers = harness.subscribe(market.venue, market.product, kinds: [.book])
        harness.frames = [:]
        harness.step(200)
        for (plan, number) in zip(Self.plans(market), numbers) {
            let books = Set(plan.channels.filter { $0.snapshot == .inStream }.map(\.id))
            for frame in harness.frames[number] ?? [] {
                guard let id = Self.channel(frame, market.venue), books.contains(id) else { continue }
                #expect(!market.venue.inspect(frame).isSnapshot)
            }
        }
    }

    @Test("what is no market data belongs to no channel and is no notice", arguments: VenueRegistry.all.map(\.name))
    func control(name: String) throws {
        let venue = try #require(VenueRegistry.venue(named: name))
        for text in [
            "", "{", "{}", #"{"topic":"#, #"{"stream":"btcusdt"}"#, #"{"channel":"heartbeats","events":[]}"#,
            #"{"op":"pong","success":true}"#, #"{"params":{"type":"test_request"}}"#, #"{"channel":"platform_state"}"#,
        ] {
            let bytes = Array(text.utf8)
            #expect(Self.channel(bytes, venue) == nil, "\(text)")
            #expect(!venue.inspect(bytes).endsSoon)
        }
    }

    @Test("Binance's notice of its shutdown is known, in a frame of its own or wrapped")
    func notice() {
        for text in [#"{"e":"serverShutdown","E":1770123456789}"#, #"{"event":{"e":"serverShutdown","E":1}}"#] {
            #expect(Binance().inspect(text.utf8).endsSoon)
        }
    }

    @Test("a policy leaves time between its limits", arguments: markets)
    func policies(market: Market) {
        let policy = market.venue.policy(for: market.product)
        if let heartbeat = policy.heartbeat, let idle = policy.idleLimitMilliseconds {
            #expect(heartbeat.intervalMilliseconds * 2 < idle)
        }
        #expect(policy.idleLimitMilliseconds != nil || policy.pingMilliseconds != nil)
        #expect(policy.firstRetryMilliseconds < policy.longestRetryMilliseconds)
        #expect(policy.maximumAgeSeconds.map { $0 > 2 * policy.ageMarginSeconds } ?? true)
    }
}
