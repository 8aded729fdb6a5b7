import Testing

@testable import AlertsCore

@Suite("Prometheus' alerts as events")
struct RuleAlertsTests {
    /// The form of https://prometheus.io/docs/prometheus/latest/querying/api/#alerts.
    static func answer(_ alerts: String...) -> [UInt8] {
        Array(#"{"status":"success","data":{"alerts":[\#(alerts.joined(separator: ","))]}}"#.utf8)
    }

    static func alert(_ venue: String, state: String = "firing") -> String {
        """
        {"labels":{"alertname":"FeedSilent","severity":"critical","venue":"\(venue)"},"state":"\(state)",
        "annotations":{"summary":"\(venue): no source brings frames","description":"Nothing is recorded.",
        "runbook":"docs/OPERATIONS.md"},"activeAt":"2026-11-21T16:00:00.1Z","value":"1e+00"}
        """
    }

    @Test("what fires is told, what is pending is not")
    func firing() throws {
        let rules = try RuleAlerts.firing(
            in: Self.answer(Self.alert("bybit"), Self.alert("deribit", state: "pending")))
        #expect(rules.map(\.key) == ["rule/FeedSilent/critical/venue=bybit"])
        #expect(rules.map(\.change) == [.fires] && rules.map(\.severity) == [.critical])
        #expect(rules[0].summary == "bybit: no source brings frames")
        #expect(rules[0].detail == "Nothing is recorded. See docs/OPERATIONS.md")
        #expect(rules[0].labels == ["venue": "bybit"])
        #expect(try RuleAlerts.firing(in: Self.answer()).isEmpty)
    }

    @Test("what is not an answer is an error, not the end of all alerts")
    func unreadable() {
        for answer in ["<html>", #"{"status":"error","errorType":"internal"}"#] {
            #expect(throws: (any Error).self) { try RuleAlerts.firing(in: Array(answer.utf8)) }
        }
    }
}
