import Testing

@testable import AlertsCore

@Suite("Documents of status and gap as events")
struct DocumentAlertsTests {
    static func status(
        _ subject: String, _ state: String, _ severity: String, message: String = "", second: Int = 0
    ) -> String {
        """
        {"type":"status","version":1,"venue":"bybit","symbol":"*","instrument":"*","product":"spot",\
        "ts_recv":\(1_700_000_000_000_000_000 + second * 1_000_000_000),"source":"primary","subject":"\(subject)",\
        "state":"\(state)","message":"\(message)","severity":"\(severity)"}
        """
    }

    static func gap(_ channel: String, resolvedBy: String? = nil) -> String {
        """
        {"type":"gap","version":1,"venue":"bybit","symbol":"BTCUSDT","instrument":"BTC-USDT","product":"spot",\
        "ts_recv":1700000000000000000,"source":"primary","channel":"\(channel)","from_sequence":9,"to_sequence":10,\
        "reason":"sequence_jump"\(resolvedBy.map { ",\"resolved_by\":\"\($0)\"" } ?? "")}
        """
    }

    private static func events(_ documents: String...) throws -> [AlertEvent] {
        var alerts = DocumentAlerts()
        var events: [AlertEvent] = []
        for document in documents {
            events += try Array(document.utf8).withUnsafeBytes { bytes in try alerts.take(bytes) }
        }
        return events
    }

    @Test("a connection that is lost fires until it is back")
    func connection() throws {
        let events = try Self.events(
            Self.status("connection", "disconnected", "warning", message: "primary/spot-0: timed out"),
            Self.status("connection", "connected", "info", message: "primary/spot-0: wss://x", second: 100),
            Self.status("connection", "disconnected", "warning", message: "primary/spot-1: timed out", second: 101))
        #expect(events.map(\.change) == [.fires, .resolves, .fires])
        #expect(events[0].key == "status/bybit/spot/*/connection/primary/spot-0" && events[0].key == events[1].key)
        #expect(events[2].key != events[0].key)
        #expect(events[0].severity == .warning && events[0].detail == "primary/spot-0: timed out")
    }

    @Test("a connection that is replaced, or that the producer ends, is no trouble")
    func intended() throws {
        for reason in ["replaced: age", "closed by us: 1000"] {
            let events = try Self.events(
                Self.status("connection", "disconnected", "warning", message: "primary/spot-0: \(reason)"))
            #expect(events.map(\.change) == [.happens] && events.map(\.severity) == [.info], "\(reason)")
        }
    }

    @Test("sessions that are said to begin and end at the bounds of time end nothing")
    func boundsOfTime() throws {
        let bounds = [Int64.min + 1, -1, 0, 1, .max]
        for opened in bounds {
            for closed in bounds {
                let texts = [("connected", opened), ("connected", opened), ("disconnected", closed)].map {
                    state, time in
                    Self.status("connection", state, "info", message: "primary/spot-0: x")
                        .replacing("1700000000000000000", with: "\(time)")
                }
                let events = try Self.events(texts[0], texts[1], texts[2], Self.gap("book"))
                #expect(events.count == 4 && events[3].change == .fires)
            }
        }
    }

    @Test("of two sessions of a connection the end of one fires nothing, the end of both does")
    func replacement() throws {
        let connected = {
            Self.status("connection", "connected", "info", message: "primary/spot-0: wss://x", second: $0)
        }
        let lost = {
            Self.status("connection", "disconnected", "warning", message: "primary/spot-0: connection lost", second: $0)
        }
        #expect(
            try Self.events(connected(0), connected(100), lost(110), lost(120)).map(\.change)
                == [.resolves, .resolves, .happens, .fires])
        // A producer that was killed says nothing of its session's end.
        #expect(
            try Self.events(connected(0), connected(100), lost(200)).map(\.change) == [.resolves, .resolves, .fires])
        // One that is lost again soon after it was opened anew.
        #expect(
            try Self.events(connected(0), lost(100), connected(101), lost(102)).map(\.change)
                == [.resolves, .fires, .resolves, .fires])
    }

    @Test("a market that stands still fires until it is well; an answer to a request happens")
    func others() throws {
        let events = try Self.events(
            Self.status("market", "halted", "warning"), Self.status("market", "TRADING", "info"),
            Self.status("subscription", "rejected", "error", message: "unknown symbol"))
        #expect(events.map(\.change) == [.fires, .resolves, .happens])
        #expect(events[0].key == events[1].key && events[2].severity == .critical)
    }

    @Test("a gap of a book fires until a snapshot resolves it; what nothing brings back happens")
    func gaps() throws {
        let events = try Self.events(Self.gap("book"), Self.gap("book", resolvedBy: "snapshot"), Self.gap("connection"))
        #expect(events.map(\.change) == [.fires, .resolves, .happens])
        #expect(events[0].key == "gap/bybit/spot/BTCUSDT/book" && events[1].key == events[0].key)
        #expect(events[0].detail == "sequences 9 to 10, sequence_jump")
    }

    @Test("what is no document is an error")
    func unreadable() {
        #expect(throws: (any Error).self) { try Self.events("{") }
    }
}
