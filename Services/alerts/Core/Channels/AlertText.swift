import MarketData

/// Formats a message as text for people.
enum AlertText {
    /// The longest text in UTF-16 units, without title and blank line. Telegram counts in these units and allows 4096
    /// (https://core.telegram.org/bots/api#sendmessage).
    static let maximumUnits = 3500
    /// The longest summary or detail of one item, because a venue's message may be long.
    static let maximumPartUnits = 300

    /// One line, for the subject of a mail and the first line of a chat message.
    static func title(_ message: AlertMessage) -> String {
        let mark = message.isResolved ? "RESOLVED" : message.severity.rawValue.uppercased()
        if message.items.count == 1, message.leftOut == 0 {
            let item = message.items[0]
            return "[\(mark)] \(short(item.event.name)): \(short(item.event.summary))"
        }
        let states: [AlertMessage.Item.State] = [.firing, .repeated, .happened, .passed, .resolved]
        let counts = states.compactMap { state -> String? in
            let count = message.items.filter { $0.state == state }.count
            return count == 0 ? nil : "\(count) \(words(state))"
        }
        let more = message.leftOut == 0 ? [] : ["\(message.leftOut) left out"]
        return "[\(mark)] Tapedeck: " + (counts + more).joined(separator: ", ")
    }

    /// All items that fit, and the number of the others.
    static func body(_ message: AlertMessage) -> String {
        var text = ""
        var shown = 0
        for item in message.items {
            let paragraph = paragraph(item)
            guard text.utf16.count + paragraph.utf16.count <= maximumUnits else { break }
            text += paragraph
            shown += 1
        }
        let leftOut = message.items.count - shown + message.leftOut
        return leftOut == 0 ? text : text + "and \(leftOut) more left out\n"
    }

    private static func paragraph(_ item: AlertMessage.Item) -> String {
        let event = item.event
        let times = item.count > 1 ? " (\(item.count) times)" : ""
        let detail = event.detail.isEmpty ? "" : "    \(short(event.detail))\n"
        return """
            \(event.severity.rawValue) \(short(event.name)) \(words(item.state)) since \(time(item.since))\(times)
                \(short(event.summary))
            \(detail)
            """
    }

    private static func words(_ state: AlertMessage.Item.State) -> String {
        switch state {
        case .firing: "firing"
        case .repeated: "still firing"
        case .resolved: "resolved"
        case .passed: "fired and resolved"
        case .happened: "happened"
        }
    }

    /// `2026-11-21T16:57:00Z`.
    static func time(_ nanoseconds: Int64) -> String {
        "\(Timestamp(nanoseconds: nanoseconds))".prefix(19) + "Z"
    }

    /// An external text as one line of limited length.
    static func short(_ text: String) -> String {
        let line = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        guard line.utf16.count > maximumPartUnits else { return line }
        var end = line.utf16.index(line.startIndex, offsetBy: maximumPartUnits)
        // Do not split a character.
        if end.samePosition(in: line.unicodeScalars) == nil { end = line.utf16.index(before: end) }
        return line[..<end] + "…"
    }
}
