import MarketData

/// The changelog's record of a waiting document.
enum HeldRecord {
    static func write(_ document: HeldDocument, to bytes: inout StateBytes) {
        bytes.append(ChannelRecord.version)
        bytes.append(document.kind.rawValue)
        bytes.append(document.source)
        bytes.append(document.span.first)
        bytes.append(document.span.last)
        bytes.append(document.span.previous)
        bytes.append(document.span.rule.rawValue)
        bytes.append(document.span.isSnapshot)
        bytes.append(document.eventTime?.nanoseconds)
        bytes.append(document.receiveTime.nanoseconds)
        bytes.append(document.bytes)
    }

    /// - Parameters:
    ///   - symbol: the id of the channel's symbol in the current table.
    ///   - deadline: the new end of its waiting time.
    static func read(
        _ value: [UInt8], symbol: SymbolID, deadline: Int64
    ) throws(StateError) -> HeldDocument {
        try value.withUnsafeBytesTyped { (bytes) throws(StateError) in
            var cursor = StateCursor(bytes)
            try ChannelRecord.checkVersion(&cursor)
            guard let kind = EventKind(rawValue: try cursor.integer()) else { throw .truncated }
            let source = try cursor.text()
            let first: Int64 = try cursor.integer()
            let last: Int64 = try cursor.integer()
            let previous = try cursor.optional()
            guard let rule = SequenceRule(rawValue: try cursor.integer()) else { throw .truncated }
            let span = SequenceSpan(
                first: first, last: last, previous: previous, rule: rule, isSnapshot: try cursor.flag())
            let eventTime = try cursor.optional()
            let receiveTime: Int64 = try cursor.integer()
            let document = Array(try cursor.raw())
            guard cursor.isAtEnd else { throw .truncated }
            return HeldDocument(
                bytes: document, symbol: symbol, kind: kind, source: source, span: span, deadline: deadline,
                eventTime: eventTime.map { Timestamp(nanoseconds: $0) },
                receiveTime: Timestamp(nanoseconds: receiveTime))
        }
    }
}
