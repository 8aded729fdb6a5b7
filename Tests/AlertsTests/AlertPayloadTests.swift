import Foundation
import Testing

@testable import AlertsCore

@Suite("Messages as people and services read them")
struct AlertPayloadTests {
    private static func item(
        _ key: String, _ state: AlertMessage.Item.State = .firing, _ summary: String = "bybit: <silent> & late"
    ) -> AlertMessage.Item {
        let event = AlertEvent(
            key: key, change: .fires, origin: .rule, severity: .critical, name: "FeedSilent", summary: summary,
            detail: "Nothing is recorded.", labels: ["venue": "bybit"])
        return AlertMessage.Item(state: state, event: event, since: 1_700_000_000_000_000_000, count: 3)
    }

    private static func object(_ json: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    @Test("title and text name what, how bad, since when and how often")
    func text() {
        let message = AlertMessage(items: [Self.item("a")], leftOut: 0)
        #expect(AlertText.title(message) == "[CRITICAL] FeedSilent: bybit: <silent> & late")
        #expect(
            AlertText.body(message) == """
                critical FeedSilent firing since 2023-11-14T22:13:20Z (3 times)
                    bybit: <silent> & late
                    Nothing is recorded.

                """)
        let resolved = AlertMessage(items: [Self.item("a", .resolved), Self.item("b", .passed)], leftOut: 0)
        #expect(AlertText.title(resolved) == "[RESOLVED] Tapedeck: 1 fired and resolved, 1 resolved")
    }

    @Test("more than fits is counted")
    func long() {
        let items = (0..<50).map { Self.item("k\($0)", .firing, String(repeating: "x", count: 1000)) }
        let text = AlertText.body(AlertMessage(items: items, leftOut: 5))
        #expect(text.utf16.count < 4000)
        let shown = text.components(separatedBy: "FeedSilent firing").count - 1
        #expect(shown > 3 && text.hasSuffix("and \(55 - shown) more left out\n"))
    }

    @Test("a chat's text has no more UTF-16 units than Telegram takes, whatever its characters are made of")
    func units() throws {
        // One character of eleven units.
        let family = String(repeating: "👨‍👩‍👧‍👦", count: 290)
        let items = (0..<50).map { Self.item("k\($0)", .firing, family) }
        for message in [AlertMessage(items: items, leftOut: 0), AlertMessage(items: [items[0]], leftOut: 0)] {
            let text = try #require(
                try Self.object(AlertPayload.telegram(message, chatID: "1"))["text"] as? String)
            #expect(text.utf16.count <= 4096 && text.contains("👨‍👩‍👧‍👦"))
        }
    }

    @Test("a text of others begins no line of its own")
    func lines() {
        #expect(AlertText.short("a\r\nb\u{85}c\u{0}d") == "a  b c d")
    }

    @Test("Slack's marks are escaped, Telegram gets its chat, and both texts fit")
    func chats() throws {
        let message = AlertMessage(items: [Self.item("a")], leftOut: 0)
        let slack = try Self.object(AlertPayload.slack(message))
        #expect(slack.count == 1)
        #expect((slack["text"] as? String)?.contains("bybit: &lt;silent&gt; &amp; late") == true)
        let telegram = try Self.object(AlertPayload.telegram(message, chatID: "-100"))
        #expect(telegram["chat_id"] as? String == "-100")
        #expect((telegram["text"] as? String)?.hasPrefix("[CRITICAL] FeedSilent: bybit: <silent> & late\n\n") == true)
    }

    @Test("the webhook's form is pinned")
    func webhook() {
        let message = AlertMessage(items: [Self.item("a", .firing, "silent")], leftOut: 2)
        let form =
            #"{"alerts":[{"count":3,"detail":"Nothing is recorded.","key":"a","labels":{"venue":"bybit"},"#
            + #""name":"FeedSilent","origin":"rule","severity":"critical","since":1700000000000000000,"#
            + #""state":"firing","summary":"silent"}],"left_out":2,"severity":"critical","status":"firing","#
            + #""text":"critical FeedSilent firing since 2023-11-14T22:13:20Z (3 times)\n    silent\n"#
            + #"    Nothing is recorded.\nand 2 more left out\n","#
            + #""title":"[CRITICAL] Tapedeck: 1 firing, 2 left out","version":1}"#
        #expect(AlertPayload.webhook(message) == form)
    }
}
