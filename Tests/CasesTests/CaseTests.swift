import MarketData
import TestSupport
import Testing
import TrialSupport

/// Small inputs on which real recorders have failed, each with what is right.
@Suite("Cases", .serialized)
struct CaseTests {
    /// Says what came out of a case, a line each.
    private func report(_ number: String, _ text: String) { print("case \(number): \(text)") }

    @Test("12: a REST snapshot older than the first change is named and asked for again until one bridges")
    func snapshotTooOld() throws {
        let run = try CaseRun("12")
        let requests = run.system.requests.filter { $0.symbol == "BBBUSDT" }
        report("12", "\(run.gaps("BBBUSDT")), \(requests.count) requests, \(state(run, "BBBUSDT"))")
        #expect(run.gaps("BBBUSDT").contains("snapshot_behind 901…999"))
        #expect(requests.count >= 4 && requests.first?.reason == "the snapshot is older than the stream")
        #expect(run.system.redis.books["BBBUSDT"]?.state != .live)
    }

    @Test("15: a snapshot with just the next number, or the same again, is no gap")
    func nextSnapshot() throws {
        let run = try CaseRun("15")
        report("15", "gaps \(run.gaps("SSSUSDT")), \(state(run, "SSSUSDT"))")
        #expect(run.gaps("SSSUSDT").isEmpty && run.system.requests.isEmpty)
        #expect(try run.sequences("SSSUSDT") == [501, 503, 504])
        #expect(run.system.redis.books["SSSUSDT"]?.state == .live)
    }

    @Test("18: more decimals than fit cost no frame its prices")
    func precision() throws {
        let run = try CaseRun("18")
        let symbols = Set(
            try (run.documents("ticker") + run.documents("funding")).compactMap { $0["symbol"] as? String })
        report("18", "\(symbols.sorted()), dead letters \(run.deadLetters)")
        let wanted = ["ETH_BTC", "BTC_USDC-PERPETUAL", "BTC-25DEC26-90000-C", "BTC-PERPETUAL", "ETH-PERPETUAL"]
        #expect(symbols.isSuperset(of: wanted))
        // 4.999511380756577e-5 and the like, half to even.
        let rates = Set(try run.documents("funding").compactMap { $0["rate"] as? String })
        #expect(rates.isSuperset(of: ["0.000049995113807566", "0.004999511380756577", "0.000001234567890123"]))
        #expect(!run.deadLetters.contains { $0.contains("interest") || $0.contains("number_does_not_fit") })
    }

    @Test("19: one odd entry of a list costs itself alone")
    func oddEntry() throws {
        let run = try CaseRun("19")
        let symbols = Set(try run.documents("instrument").compactMap { $0["symbol"] as? String })
        report("19", "\(symbols.count) instruments, dead letters \(run.deadLetters.map { $0.prefix(40) })")
        for letter in "ABCDEF" { #expect(symbols.contains("GOOD\(letter)USDT"), "GOOD\(letter)USDT") }
    }

    @Test("23: topics that a venue refuses in its answer are rejected, each with a status")
    func failTopics() throws {
        let run = try CaseRun("23")
        let rejected = try run.documents("status").filter { $0["state"] as? String == "rejected" }
        report("23", "rejected: \(rejected.compactMap { $0["message"] as? String })")
        #expect(rejected.contains { "\($0)".contains("tickers.BTC-30FEB26-1-C") })
    }

    @Test("24: levels beyond a snapshot's depth are unknown, and a book that has left them is not live")
    func horizon() throws {
        let run = try CaseRun("24")
        let book = try #require(run.system.redis.books["LLLUSDT"])
        report("24", "\(book.state.name), bids \(book.bids.map { "\($0.price)" }), asks from \(book.asks[0].price)")
        #expect(book.state == .resyncing && book.bids.isEmpty && book.asks.first?.price.description == "95.9")
        #expect(run.system.requests.contains { $0.symbol == "LLLUSDT" && $0.reason == SnapshotNeed.horizon.rawValue })
    }

    @Test("40: prices that no market has are a dead letter, and nothing traps")
    func extremePrices() throws {
        let run = try CaseRun("40")
        report("40", "dead letters \(run.deadLetters.map { $0.prefix(90) })")
        #expect(
            run.deadLetters.count == 1 && run.deadLetters[0].hasPrefix("price_not_positive: 'bids[0].price' is '-1"))
        #expect(run.system.redis.books["XTRUSDT"] == nil)
    }

    @Test("41: a time of 2100 is flagged, not believed, and the stream goes on")
    func timeOf2100() throws {
        let run = try CaseRun("41")
        report("41", "changes \(try run.sequences("TIMUSDT")), gaps \(run.gaps("TIMUSDT")), \(state(run, "TIMUSDT"))")
        #expect(try run.sequences("TIMUSDT") == [501, 502])
        let flagged = run.system.normalized.filter { record in
            String(decoding: record.value, as: UTF8.self).hasSuffix(#""flags":"bad_time"}"#)
        }
        #expect(flagged.count == 1 && run.system.redis.books["TIMUSDT"]?.state == .live)
    }

    @Test("42: one number too high leaves no book in gap: it is live again with the next snapshot")
    func tooHigh() throws {
        let run = try CaseRun("42")
        report("42", "changes \(try run.sequences("NUMUSDT")), gaps \(run.gaps("NUMUSDT")), \(state(run, "NUMUSDT"))")
        let book = try #require(run.system.redis.books["NUMUSDT"])
        #expect(book.state == .live && book.sequence == 601 && book.bids.first?.size.description == "6")
    }

    private func state(_ run: CaseRun, _ symbol: String) -> String {
        guard let book = run.system.redis.books[symbol] else { return "no book" }
        return "\(book.state.name) at \(book.sequence ?? -1)"
    }
}
