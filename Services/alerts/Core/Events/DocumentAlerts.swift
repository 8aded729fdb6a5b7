import Documents
import JSON
import MarketData

/// Converts documents of `market.status` and `market.gap` to events.
struct DocumentAlerts: ~Copyable {
    /// A connection that ends within this time after a second one of the same name was opened counts as replaced, because
    /// status documents do not distinguish the two.
    static let replacementNanoseconds: Int64 = 60_000_000_000
    /// The maximum number of tracked connections.
    static let maximumConnections = 10_000

    /// An open connection.
    private struct Opened {
        /// When a second session was opened in addition to the first, according to the document; nil without a second one.
        var successorTime: Timestamp?
    }

    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var frame = FrameBuffer()
    private var opened: [String: Opened] = [:]

    init() {}

    /// The events of one document.
    mutating func take(_ document: UnsafeRawBufferPointer) throws(DecodeError) -> [AlertEvent] {
        batch.removeAll()
        try frame.assign(document)
        try decoder.decode(frame, into: &batch)
        var events: [AlertEvent] = []
        for index in 0..<batch.statuses.count { events.append(event(of: batch.statuses[index])) }
        for index in 0..<batch.gaps.count { events.append(event(of: batch.gaps[index])) }
        return events
    }

    private mutating func event(of status: Status) -> AlertEvent {
        let symbol = batch.symbols[status.header.symbol]
        let subject = batch.string(of: status.subject)
        let state = batch.string(of: status.state)
        let message = batch.string(of: status.message)
        let place = Self.place(symbol)
        var event = AlertEvent(
            key: "status/\(place)/\(subject)", change: .happens, origin: .status,
            severity: AlertSeverity(status.severity), name: "Status",
            summary: AlertText.short("\(place): \(subject) \(state)"), detail: AlertText.short(message),
            labels: [
                "venue": symbol.venue, "product": symbol.product.name, "symbol": symbol.symbol, "subject": subject,
                "state": state, "source": batch.source,
            ])
        switch subject {
        case "connection":
            // The normalizer's message is `<source>/<connection>`, or that and `: <reason>`.
            let connection = message.prefix { $0 != ":" && $0 != " " }
            event.key += "/\(connection)"
            let reason = String(message.dropFirst(connection.count + 2))
            event.change = connectionChange(event.key, state, isIntended: Self.isIntended(reason))
            if event.change == .happens { event.severity = .info }
        case "market", "venue":
            event.change = status.severity == .info ? .resolves : .fires
        // The venue's answer to one of our requests; no later document revokes it.
        default: event.key += "/\(batch.source)/\(state)/\(message.prefix(80))"
        }
        return event
    }

    /// Whether the producer closed the connection itself, because a successor works or recording has stopped.
    private static func isIntended(_ reason: String) -> Bool {
        reason.hasPrefix("replaced: ") || reason.hasPrefix("closed by us: ")
    }

    private mutating func connectionChange(
        _ key: String, _ state: String, isIntended: Bool
    ) -> AlertEvent.Change {
        let now = batch.receiveTime
        switch state {
        case "connected":
            if opened.count >= Self.maximumConnections { opened.removeAll() }
            opened[key] = Opened(successorTime: opened[key] == nil ? nil : now)
            return .resolves
        case "subscribed": return .resolves
        case "disconnected":
            // Of two sessions one is left.
            let successorTime = opened[key]?.successorTime
            opened[key] = successorTime == nil ? nil : Opened()
            let isReplaced = successorTime.map { now.nanoseconds(since: $0) < Self.replacementNanoseconds } ?? false
            return isIntended || isReplaced ? .happens : .fires
        default: return .happens
        }
    }

    private func event(of gap: Gap) -> AlertEvent {
        let symbol = batch.symbols[gap.header.symbol]
        let channel = batch.string(of: gap.channel)
        let reason = batch.string(of: gap.reason)
        let resolvedBy = batch.string(of: gap.resolvedBy)
        let place = Self.place(symbol)
        var event = AlertEvent(
            key: "gap/\(place)/\(channel)", change: .happens, origin: .gap, severity: .warning, name: "Gap",
            summary: "\(place): events of \(channel) are missing",
            detail: "sequences \(gap.fromSequence) to \(gap.toSequence), \(reason)",
            labels: [
                "venue": symbol.venue, "product": symbol.product.name, "symbol": symbol.symbol, "channel": channel,
                "reason": reason,
            ])
        // A book waits for a snapshot, which a second document reports; other missing events cannot be recovered.
        if !resolvedBy.isEmpty {
            event.change = .resolves
            event.detail += ", resolved by \(resolvedBy)"
        } else if channel == "book" || channel == "order" {
            event.change = .fires
        }
        return event
    }

    private static func place(_ symbol: SymbolEntry) -> String {
        "\(symbol.venue)/\(symbol.product.name)/\(symbol.symbol)"
    }
}
