import Foundation

/// A message as the JSON that each kind of web service takes.
enum AlertPayload {
    /// The project's own form, docs/OPERATIONS.md.
    static func webhook(_ message: AlertMessage) -> String {
        encode(
            Webhook(
                version: 1, status: message.isResolved ? "resolved" : "firing", severity: message.severity,
                title: AlertText.title(message), text: AlertText.body(message),
                alerts: message.items.map(Webhook.Alert.init), leftOut: message.leftOut))
    }

    /// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    static func slack(_ message: AlertMessage) -> String {
        encode(Slack(text: slackText("*\(AlertText.title(message))*\n\(AlertText.body(message))")))
    }

    /// Slack reads three characters as marks:
    /// https://docs.slack.dev/messaging/formatting-message-text#escaping
    private static func slackText(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// https://core.telegram.org/bots/api#sendmessage; without `parse_mode` the text is taken as it is.
    static func telegram(_ message: AlertMessage, chatID: String) -> String {
        encode(Telegram(chatID: chatID, text: "\(AlertText.title(message))\n\n\(AlertText.body(message))"))
    }

    private static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and integers have no value that JSON cannot hold.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private struct Slack: Encodable {
        var text: String
    }

    private struct Telegram: Encodable {
        var chatID: String
        var text: String

        private enum CodingKeys: String, CodingKey {
            case chatID = "chat_id"
            case text
        }
    }

    private struct Webhook: Encodable {
        var version: Int
        var status: String
        var severity: AlertSeverity
        var title: String
        var text: String
        var alerts: [Alert]
        var leftOut: Int

        private enum CodingKeys: String, CodingKey {
            case version, status, severity, title, text, alerts
            case leftOut = "left_out"
        }

        struct Alert: Encodable {
            var state: AlertMessage.Item.State
            var origin: AlertEvent.Origin
            var key: String
            var name: String
            var severity: AlertSeverity
            var summary: String
            var detail: String
            var labels: [String: String]
            var since: Int64
            var count: Int

            init(_ item: AlertMessage.Item) {
                state = item.state
                origin = item.event.origin
                key = item.event.key
                name = item.event.name
                severity = item.event.severity
                summary = item.event.summary
                detail = item.event.detail
                labels = item.event.labels
                since = item.since
                count = item.count
            }
        }
    }
}
