public import JSON
public import MarketData

/// Turns the frames of one connection of one venue into events.
///
/// A decoder is a value without I/O or clock: the same frames give the same events. Where the venue sends changes only
/// (Bybit's tickers), it keeps the state that makes them whole, for one session.
public protocol FrameDecoder: Sendable {
    /// Appends the frame's events to `batch`.
    ///
    /// - Parameters:
    ///   - frame: the whole frame, copied into a padded buffer.
    ///   - context: what is known of the frame from outside: REST or WebSocket, the request, our receive time.
    ///   - batch: symbols are interned in `batch.symbols`. On an error the caller rewinds the batch.
    /// - Returns: whether the frame was data, something about the connection, or a channel that fills no document.
    /// - Throws: when the frame cannot be understood; it goes to the dead letters whole.
    mutating func decode(
        _ frame: borrowing FrameBuffer, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome

    /// The entries of the last frame that could not be understood although the frame could, once: each goes to the dead
    /// letters by itself.
    mutating func takeOddEntries() -> [OddEntry]

    /// Forgets what belongs to a session: a new connection starts from the venue's snapshots.
    mutating func startSession()
}

extension FrameDecoder {
    /// Most decoders keep nothing.
    public mutating func startSession() {}

    /// A decoder without lists has none; see `ListDecoder`.
    public mutating func takeOddEntries() -> [OddEntry] { [] }
}

/// What a frame turned out to be.
public enum FrameOutcome: Sendable, Hashable {
    /// Market data; it may hold no event where the venue repeats itself.
    case data
    /// An acknowledgement, a heartbeat, a pong: about the connection, not the market.
    case control
    /// Market data of a kind that fills no document type (candles); counted, no error.
    case ignored
}

/// What is known of a frame from outside of it: the headers of its raw record.
public struct FrameContext: Sendable {
    /// How the frame arrived.
    public enum Origin: UInt8, Sendable {
        /// Over the WebSocket.
        case webSocket
        /// As the body of a REST answer.
        case rest
    }

    /// How the frame arrived.
    public var origin: Origin
    /// What the frame answers, where it does not say so itself. For REST: path and query, such as
    /// `/api/v3/depth?symbol=BTCUSDT&limit=1000`, and the body behind a space. For frames that name their subscription by a
    /// number: what the venue said that it stands for. Else empty.
    public var request: String
    /// Whether a frame of the WebSocket came as binary.
    public var isBinary: Bool
    /// Our socket's time of the frame.
    public var receiveTime: Timestamp

    /// Makes a context.
    public init(origin: Origin = .webSocket, request: String = "", isBinary: Bool = false, receiveTime: Timestamp) {
        self.origin = origin
        self.request = request
        self.isBinary = isBinary
        self.receiveTime = receiveTime
    }

    /// The value of a query parameter of `request`; nil when it is not there.
    public func queryValue(_ name: String) -> String? {
        guard let mark = request.firstIndex(of: "?") else { return nil }
        for pair in request[request.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == name { return String(parts[1]) }
        }
        return nil
    }
}
