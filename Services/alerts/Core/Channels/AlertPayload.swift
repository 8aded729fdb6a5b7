import JSON

/// Formats a message as the JSON that each kind of web service expects.
enum AlertPayload {
    /// Our own format, see docs/OPERATIONS.md.
    static func webhook(_ message: AlertMessage) -> String {
        var json = JSONWriter()
        json.raw("{\"alerts\":[")
        for (index, item) in message.items.enumerated() {
            if index > 0 { json.raw(",") }
            write(item, to: &json)
        }
        json.raw("],\"left_out\":")
        json.integer(Int64(message.leftOut))
        json.key("severity")
        json.string(message.severity.rawValue)
        json.raw(message.isResolved ? ",\"status\":\"resolved\",\"text\":" : ",\"status\":\"firing\",\"text\":")
        json.string(AlertText.body(message))
        json.key("title")
        json.string(AlertText.title(message))
        json.raw(",\"version\":1}")
        return json.string
    }

    private static func write(_ item: AlertMessage.Item, to json: inout JSONWriter) {
        let event = item.event
        json.raw("{\"count\":")
        json.integer(Int64(item.count))
        json.key("detail")
        json.string(event.detail)
        json.key("key")
        json.string(event.key)
        json.key("labels")
        json.texts(event.labels)
        json.key("name")
        json.string(event.name)
        json.key("origin")
        json.string(event.origin.rawValue)
        json.key("severity")
        json.string(event.severity.rawValue)
        json.key("since")
        json.integer(item.since)
        json.key("state")
        json.string(item.state.rawValue)
        json.key("summary")
        json.string(event.summary)
        json.raw("}")
    }

    /// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
    static func slack(_ message: AlertMessage) -> String {
        var json = JSONWriter()
        json.texts(["text": slackText("*\(AlertText.title(message))*\n\(AlertText.body(message))")])
        return json.string
    }

    /// Slack treats three characters as markup: https://docs.slack.dev/messaging/formatting-message-text#escaping
    private static func slackText(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// https://core.telegram.org/bots/api#sendmessage; without `parse_mode` the text is not interpreted.
    static func telegram(_ message: AlertMessage, chatID: String) -> String {
        var json = JSONWriter()
        json.texts(["chat_id": chatID, "text": "\(AlertText.title(message))\n\n\(AlertText.body(message))"])
        return json.string
    }
}
