import JSON
import MarketData
import Venues

/// One connection's decoder with the session it is in. A connection's frames come in order in one partition.
struct ConnectionDecoder {
    /// The venue's name.
    let venue: String
    /// The source, from the record key.
    let source: String
    /// The connection's name, from the record key.
    let connection: String
    private var decoder: any FrameDecoder
    private var session: Int64?

    /// Makes a decoder for the connection that a record key names; nil when the key or the venue is unknown.
    init?(key: UnsafeRawBufferPointer, product: Product) {
        let parts = String(decoding: key, as: UTF8.self)
            .split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let venue = VenueRegistry.venue(named: parts[0]) else { return nil }
        self.venue = parts[0]
        source = parts[1]
        connection = parts[2]
        decoder = venue.makeDecoder(for: product)
    }

    /// Appends the frame's events to `batch`.
    mutating func decode(
        _ frame: RawFrame, copied: borrowing FrameBuffer, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        if frame.session != session {
            session = frame.session
            decoder.startSession()
        }
        switch frame.kind {
        case .webSocket, .rest:
            let context = FrameContext(
                origin: frame.kind == .rest ? .rest : .webSocket, request: frame.request, receiveTime: frame.receiveTime
            )
            return try decoder.decode(copied, context: context, into: &batch)
        case .event:
            try appendStatus(ConnectionEvent(reading: copied), frame, to: &batch)
            return .data
        }
    }

    /// What happens to a connection is a status of the venue as a whole, under the symbol `*`. It happened when we saw it,
    /// which also keeps two reconnects of one connection apart.
    private func appendStatus(
        _ event: ConnectionEvent, _ frame: RawFrame, to batch: inout EventBatch
    ) throws(DecodeError) {
        var everything = "*"
        let id = everything.withUTF8 { symbol in
            batch.symbols.intern(symbol, product: frame.product, venue: VenueTag(venue)) { symbol in
                SymbolEntry(venue: venue, product: frame.product, symbol: symbol, instrument: symbol)
            }
        }
        guard let id else { throw .tooManySymbols }
        let message = event.reason.isEmpty ? "\(source)/\(connection)" : "\(source)/\(connection): \(event.reason)"
        batch.append(
            Status(
                header: EventHeader(symbol: id, eventTime: frame.receiveTime), subject: batch.addText("connection"),
                state: batch.addText(event.state.rawValue), message: batch.addText(message),
                severity: event.state == .disconnected ? .warning : .info))
    }
}
