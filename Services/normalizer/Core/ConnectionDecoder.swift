import JSON
import MarketData
import VenueKit
import Venues

/// One connection's decoders, one for each session that is at work: a connection's frames come in order in one partition, but
/// a session and its successor overlap, and what one says must not be added to what the other said.
struct ConnectionDecoder {
    /// Sessions that are kept. Two overlap; a third is of a producer that was killed, and the oldest goes.
    static let maximumSessions = 2

    /// The venue's name.
    let venue: String
    /// The source, from the record key.
    let source: String
    /// The connection's name, from the record key.
    let connection: String
    private let makeDecoder: @Sendable () -> any FrameDecoder
    /// The entries of the last frame that could not be understood although the frame could.
    private(set) var oddEntries: [OddEntry] = []
    private var sessions: [Session] = []

    /// A decoder at work.
    private struct Session {
        var number: Int64
        var decoder: any FrameDecoder
        /// Whether it has ended: the next one may have its decoder, with the memory that it holds.
        var isOver = false
    }

    /// Makes a decoder for the connection that a record key names; nil when the key or the venue is unknown.
    init?(key: UnsafeRawBufferPointer, product: Product) {
        let parts = String(decoding: key, as: UTF8.self)
            .split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let venue = VenueRegistry.venue(named: parts[0]) else { return nil }
        self.venue = parts[0]
        source = parts[1]
        connection = parts[2]
        makeDecoder = { venue.makeDecoder(for: product) }
    }

    /// Appends the frame's events to `batch`.
    mutating func decode(
        _ frame: RawFrame, copied: borrowing FrameBuffer, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        let index = index(of: frame.session)
        switch frame.kind {
        case .webSocket, .binary, .rest:
            let context = FrameContext(
                origin: frame.kind == .rest ? .rest : .webSocket, request: frame.request,
                isBinary: frame.kind == .binary, receiveTime: frame.receiveTime)
            // Those of a frame that fails are nobody's: it goes to the dead letters whole.
            defer { oddEntries = sessions[index].decoder.takeOddEntries() }
            return try sessions[index].decoder.decode(copied, context: context, into: &batch)
        case .event:
            oddEntries = []
            let event = try ConnectionEvent(reading: copied)
            if event.state == .disconnected { sessions[index].isOver = true }
            try appendStatus(event, frame, to: &batch)
            return .data
        }
    }

    /// The place of a session, which is made when it is first heard of.
    private mutating func index(of number: Int64) -> Int {
        if let known = sessions.firstIndex(where: { $0.number == number }) { return known }
        let place =
            sessions.firstIndex(where: \.isOver)
            ?? (sessions.count < Self.maximumSessions
                ? nil : sessions.indices.min { sessions[$0].number < sessions[$1].number })
        guard let place else {
            sessions.append(Session(number: number, decoder: makeDecoder()))
            return sessions.count - 1
        }
        sessions[place].number = number
        sessions[place].isOver = false
        sessions[place].decoder.startSession()
        return place
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
        let (subject, state, severity): (String, String, Status.Severity) =
            switch event.state {
            case .connected, .subscribed: ("connection", event.state.rawValue, .info)
            case .disconnected: ("connection", event.state.rawValue, .warning)
            // The same words as of a refusal that the venue's own frame tells.
            case .refused: ("subscription", "rejected", .error)
            }
        batch.append(
            Status(
                header: EventHeader(symbol: id, eventTime: frame.receiveTime), subject: batch.addText(subject),
                state: batch.addText(state), message: batch.addText(message), severity: severity))
    }
}
