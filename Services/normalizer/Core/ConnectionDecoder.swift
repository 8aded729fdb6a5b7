import JSON
import MarketData
import VenueKit
import Venues

/// The decoders of one connection, one per active session. The frames of a connection are in order in one partition, but a
/// session and its successor overlap, and their states must not be mixed.
struct ConnectionDecoder {
    /// The number of sessions that are kept. Two overlap; a third means that a producer was killed, and the oldest is removed.
    static let maximumSessions = 2

    /// The venue's name.
    let venue: String
    /// The source, from the record key.
    let source: String
    /// The connection's name, from the record key.
    let connection: String
    private let makeDecoder: @Sendable () -> any FrameDecoder
    /// The invalid entries of the last frame, if the frame itself was valid.
    private(set) var oddEntries: [OddEntry] = []
    private var sessions: [Session] = []

    /// An active decoder.
    private struct Session {
        var number: Int64
        var decoder: any FrameDecoder
        /// Whether it has ended: the next session may reuse its decoder and memory.
        var isOver = false
    }

    /// Fails if the record key or its venue is unknown.
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
            // A frame that fails goes to the dead letters whole, so its entries are discarded.
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

    /// The index of a session; a new session is added.
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

    /// Connection events become a status of the whole venue, under the symbol `*`. Their event time is our receive time, which
    /// also makes two reconnects of one connection distinct.
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
            // The same words as for a refusal in a frame of the venue.
            case .refused: ("subscription", "rejected", .error)
            }
        batch.append(
            Status(
                header: EventHeader(symbol: id, eventTime: frame.receiveTime), subject: batch.addText(subject),
                state: batch.addText(state), message: batch.addText(message), severity: severity))
    }
}
