import Foundation
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

@testable import ProducerCore

/// Sessions that give way to others, against the simulator.
@Suite("Producer's sessions", .serialized)
struct ReplacementTests {
    static func options(
        _ name: String, _ product: Product = .linear, kinds: [EventKind] = [.book], pace: Double = 200
    ) throws -> PipelineOptions {
        let venue = try #require(VenueRegistry.venue(named: name))
        let symbol = try #require(venue.makeSimulation(for: product).instruments.first?.symbol)
        var options = PipelineOptions([.init(venue, product, symbols: [symbol], kinds: kinds)])
        options.simulation.framesPerSecond = pace
        return options
    }

    /// The records of each session, in the order in which the sessions began.
    static func sessions(_ records: [TapeRecord]) -> [[TapeRecord]] {
        Dictionary(grouping: records) { Int64($0.headers["session"] ?? "") ?? 0 }.sorted { $0.key < $1.key }
            .map(\.value)
    }

    /// Bybit's `u` counts a book's messages without holes: those of all sessions together must have none.
    private static func updates(_ records: [TapeRecord]) -> Set<Int> {
        Set(
            records.filter { $0.text.contains("orderbook.") }
                .compactMap { $0.text.firstMatch(of: /"u":([0-9]+)/).flatMap { Int($0.output.1) } })
    }

    private static func expectOverlap(_ records: [TapeRecord], reason: String) throws {
        let sessions = sessions(records)
        try #require(sessions.count == 2)
        let end = try #require(sessions[0].last)
        #expect(end.text.contains("\"disconnected\",\"reason\":\"replaced: \(reason)\""))
        // The successor had its snapshot before the old session said good-bye.
        let snapshot = try #require(sessions[1].first { $0.text.contains("\"snapshot\"") })
        #expect(snapshot.offset < end.offset)
        #expect(Set(records.map(\.key)).count == 1)
        let updates = updates(records)
        let (first, last) = (try #require(updates.min()), try #require(updates.max()))
        #expect(updates.count == last - first + 1)
    }

    @Test("before the venue's age limit a successor flows, then the old session ends, and nothing is missed")
    func age() async throws {
        var options = try Self.options("bybit")
        options.simulation.faults = [try FaultRule(parsing: "kind=expire&milliseconds=60000")]
        let chosen = options
        let records = try await onOwnThread {
            let run = try RunningProducer(chosen) { config, _ in
                config.policies[.linear]?.maximumAgeSeconds = 6
                config.policies[.linear]?.ageMarginSeconds = 3
            }
            defer { run.stop() }
            try run.wait(for: "the end of the first session") {
                run.raw("bybit").contains { $0.text.contains("replaced: age") }
            }
            #expect(run.service.total("tapedeck_replacements_total", "reason=\"age\"") >= 1)
            let records = run.raw("bybit")
            // A third session may have begun on a slow machine.
            let known = Set(
                records.compactMap { $0.headers["session"].flatMap { Int64($0) } }.sorted().uniqued.prefix(2))
            return records.filter { known.contains(Int64($0.headers["session"] ?? "") ?? 0) }
        }
        try Self.expectOverlap(records, reason: "age")
    }

    @Test("a venue's notice of its shutdown opens a successor before the connection ends")
    func notice() async throws {
        let options = try Self.options("binance", kinds: [.trade])
        let records = try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            try run.wait(for: "frames") { run.raw("binance").count { $0.text.contains("aggTrade") } > 5 }
            // Long enough for the slowest machine: the test waits for the successor, not for the end.
            try run.simulator.control("shutdown?milliseconds=60000&venue=binance")
            try run.wait(for: "the successor") {
                run.raw("binance").contains { $0.text.contains("replaced: shutdown_notice") }
            }
            return run.raw("binance")
        }
        let sessions = Self.sessions(records)
        #expect(sessions.count == 2)
        #expect(sessions[0].contains { $0.text.contains("serverShutdown") })
        let end = try #require(sessions[0].last)
        #expect(sessions[1].contains { $0.headers["kind"] == "ws" && $0.offset < end.offset })
    }

    @Test("a venue without numbers gets a successor that subscribes only when the old session has ended")
    func switching() async throws {
        let options = try Self.options("coinbase", .spot)
        let records = try await onOwnThread {
            let run = try RunningProducer(options) { config, _ in
                config.policies[.spot]?.maximumAgeSeconds = 6
                config.policies[.spot]?.ageMarginSeconds = 3
            }
            defer { run.stop() }
            try run.wait(for: "the successor's snapshot") {
                Self.sessions(run.raw("coinbase")).dropFirst().first?.contains { $0.text.contains("\"snapshot\"") }
                    ?? false
            }
            return run.raw("coinbase")
        }
        let sessions = Self.sessions(records)
        let end = try #require(sessions[0].last)
        #expect(end.text.contains("replaced: age"))
        let first = try #require(sessions[1].first { $0.headers["kind"] == "ws" })
        #expect(end.offset < first.offset)
    }

    @Test("an endpoint that refuses is left for the next, and tried again when its time is over")
    func failover() async throws {
        var options = try Self.options("bybit")
        options.simulation.faults = [try FaultRule(parsing: "kind=refuse&label=first")]
        let chosen = options
        let records = try await onOwnThread {
            let run = try RunningProducer(chosen) { config, simulator in
                let bases = ["first", "second"].map {
                    simulator.endpoints(venue: "bybit", product: .linear, label: $0)
                }
                config.endpoints[.linear] = VenueEndpoints(
                    webSocket: bases.flatMap(\.webSocket), rest: bases.flatMap(\.rest))
            }
            defer { run.stop() }
            try run.wait(for: "frames from the second") {
                run.raw("bybit").contains { $0.text.contains("\"snapshot\"") }
            }
            try run.simulator.control("clear?kind=refuse")
            // Half a minute of penalty and of proof; ample for the slowest machine.
            try run.wait(for: "the way back", seconds: 240) {
                run.raw("bybit").contains { $0.text.contains("replaced: better_endpoint") }
            }
            return run.raw("bybit")
        }
        let sessions = Self.sessions(records)
        #expect(sessions.map { $0[0].headers["endpoint"]?.contains("@second") } == [true, false])
        #expect(sessions.map { $0[0].headers["endpoint"]?.contains("@first") } == [false, true])
        try Self.expectOverlap(records, reason: "better_endpoint")
    }

    @Test("an endpoint whose frames come late is left for one whose frames do not")
    func lag() async throws {
        let options = try Self.options("bybit", pace: 50)
        let records = try await onOwnThread {
            let run = try RunningProducer(options) { config, simulator in
                let bases = ["first", "second"].map {
                    simulator.endpoints(venue: "bybit", product: .linear, label: $0)
                }
                config.endpoints[.linear] = VenueEndpoints(
                    webSocket: bases.flatMap(\.webSocket), rest: bases.flatMap(\.rest))
            }
            defer { run.stop() }
            try run.wait(for: "frames in time") { run.raw("bybit").count > 100 }
            try run.simulator.control("fault?kind=delay&label=first&milliseconds=8000")
            try run.wait(for: "the successor", seconds: 240) {
                run.raw("bybit").contains { $0.text.contains("replaced: lag") }
            }
            return run.raw("bybit")
        }
        let sessions = Self.sessions(records)
        #expect(sessions.count == 2)
        #expect(sessions[0][0].headers["endpoint"]?.contains("@first") ?? false)
        #expect(sessions[1][0].headers["endpoint"]?.contains("@second") ?? false)
    }

    @Test("a channel that the venue has forgotten is subscribed to anew, on the same session")
    func forgottenChannel() async throws {
        let options = try Self.options("bybit", kinds: [.book, .trade], pace: 400)
        let records = try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            // A hundred frames show the channel's pace.
            try run.wait(for: "frames") { run.raw("bybit").count { $0.text.contains("orderbook") } > 150 }
            try run.simulator.control(
                #"forget?venue=bybit&frame={"op":"unsubscribe","args":["orderbook.200.BTCUSDT"]}"#)
            try run.wait(for: "the second snapshot", seconds: 180) {
                run.raw("bybit").count { $0.text.contains("\"snapshot\"") && $0.text.contains("orderbook") } == 2
            }
            #expect(run.service.total("tapedeck_resubscriptions_total", "reason=\"silence\"") == 1)
            return run.raw("bybit")
        }
        #expect(Self.sessions(records).count == 1)
        #expect(records.contains { $0.text.contains("\"op\":\"unsubscribe\"") })
    }

    @Test("a snapshot that does not come is asked for until it does")
    func missingSnapshot() async throws {
        var options = try Self.options("bybit", kinds: [.book])
        // The subscription and the first two attempts, of two frames each, are lost on the way.
        options.simulation.faults = [try FaultRule(parsing: "kind=ignore&count=5")]
        let chosen = options
        let resubscriptions = try await onOwnThread {
            let run = try RunningProducer(chosen) { config, _ in
                config.policies[.linear]?.snapshotWaitMilliseconds = 1000
            }
            defer { run.stop() }
            try run.wait(for: "the snapshot") { run.raw("bybit").contains { $0.text.contains("\"snapshot\"") } }
            return run.service.total("tapedeck_resubscriptions_total", "reason=\"snapshot\"")
        }
        #expect(resubscriptions >= 3)
    }

    @Test("the subscriptions of a connection keep to the venue's pace, and what follows them waits for the last")
    func pacedSubscriptions() async throws {
        let options = try Self.options("coinbase", .spot, kinds: [.book, .trade, .ticker, .instrument])
        let records = try await onOwnThread {
            let run = try RunningProducer(options)
            defer { run.stop() }
            try run.wait(for: "the answer") { run.raw("coinbase").contains { $0.headers["kind"] == "rest" } }
            return run.raw("coinbase")
        }
        func time(_ isIt: (TapeRecord) -> Bool) throws -> Int64 {
            let time = records.first(where: isIt)?.headers["ts_recv"].flatMap { Int64($0) }
            return try #require(time)
        }
        // Heartbeats and four channels: four pauses at least.
        let connected = try time { $0.text.contains("\"connected\"") }
        let subscribed = try time { $0.text.contains("\"subscribed\"") }
        #expect(subscribed - connected >= 4 * 150_000_000)
        let answered = try time { $0.headers["kind"] == "rest" }
        #expect(answered >= subscribed)
    }

    @Test("a venue that refuses connections with 429 is left alone for a while")
    func refusedConnect() async throws {
        var options = try Self.options("bybit")
        options.simulation.faults = [try FaultRule(parsing: "kind=refuse&count=1&code=429")]
        let (chosen, start) = (options, Date())
        let records = try await onOwnThread {
            let run = try RunningProducer(chosen) { config, _ in
                config.policies[.linear]?.defaultRetrySeconds = 4
            }
            defer { run.stop() }
            try run.wait(for: "frames") { run.raw("bybit").count > 10 }
            #expect(run.service.total("tapedeck_venue_waits_total") == 1)
            return run.raw("bybit")
        }
        // The back-off alone would be a second at most.
        let opened = try #require(Int64(records[0].headers["ts_recv"] ?? ""))
        #expect(Double(opened) / 1e9 - start.timeIntervalSince1970 >= 4)
    }

    @Test("a ban is obeyed for as long as it says, whatever its status", arguments: [418, 429])
    func ban(status: Int) async throws {
        var options = try Self.options("binance", .spot, kinds: [.book])
        options.simulation.faults = [
            try FaultRule(parsing: "kind=limit&count=1&retry_after=3&code=\(status)")
        ]
        let chosen = options
        let (records, waits) = try await onOwnThread {
            let run = try RunningProducer(chosen)
            defer { run.stop() }
            try run.wait(for: "the answer") { run.raw("binance").contains { $0.headers["kind"] == "rest" } }
            return (run.raw("binance"), run.service.total("tapedeck_venue_waits_total"))
        }
        #expect(waits == 1)
        let subscribed = try #require(records.first { $0.text.contains("\"subscribed\"") }?.headers["ts_recv"])
        let answered = try #require(records.first { $0.headers["kind"] == "rest" }?.headers["ts_recv"])
        #expect(try #require(Int64(answered)) - #require(Int64(subscribed)) >= 3_000_000_000)
    }
}

extension [Int64] {
    /// A sorted array's values, each once.
    fileprivate var uniqued: [Int64] { reduce(into: []) { if $0.last != $1 { $0.append($1) } } }
}
