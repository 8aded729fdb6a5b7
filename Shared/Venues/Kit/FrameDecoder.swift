public import JSON
public import MarketData

/// Converts the frames of one connection of one venue to events.
///
/// A decoder is a value without I/O or clock: the same frames give the same events. If the venue only sends changes (Bybit's
/// tickers), the decoder keeps the state of one session to complete them.
public protocol FrameDecoder: Sendable {
    /// Appends the frame's events to `batch`.
    ///
    /// - Parameters:
    ///   - frame: the complete frame in a padded buffer.
    ///   - context: information that is not in the frame: REST or WebSocket, the request, our receive time.
    ///   - batch: symbols are interned in `batch.symbols`. On an error the caller rewinds the batch.
    /// - Returns: whether the frame was data, a control message, or a channel that produces no document.
    /// - Throws: if the frame cannot be understood; the whole frame becomes a dead letter.
    mutating func decode(
        _ frame: borrowing FrameBuffer, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome

    /// Returns the invalid entries of the last valid frame and clears them. Each becomes a dead letter of its own.
    mutating func takeOddEntries() -> [OddEntry]

    /// Discards the state of the session: a new connection starts from the venue's snapshots.
    mutating func startSession()
}

extension FrameDecoder {
    /// Does nothing, because most decoders have no state.
    public mutating func startSession() {}

    /// Returns none, because only decoders of lists have such entries; see `ListDecoder`.
    public mutating func takeOddEntries() -> [OddEntry] { [] }
}

/// What a frame turned out to be.
public enum FrameOutcome: Sendable, Hashable {
    /// Market data; there may be no events if the venue repeats itself.
    case data
    /// A control message of the connection: an acknowledgement, a heartbeat, a pong.
    case control
    /// Market data without a document type (candles); counted, not an error.
    case ignored
}

/// Information about a frame from the headers of its raw record.
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
    /// The request that the frame answers. For REST: path and query, such as `/api/v3/depth?symbol=BTCUSDT&limit=1000`,
    /// followed by a space and the body. For frames that identify their subscription by a number: the venue's explanation of
    /// the number. Otherwise empty.
    public var request: String
    /// Whether it is a binary frame of the WebSocket.
    public var isBinary: Bool
    /// When our socket received the frame.
    public var receiveTime: Timestamp

    /// The defaults are those of a text frame that names its channel.
    public init(origin: Origin = .webSocket, request: String = "", isBinary: Bool = false, receiveTime: Timestamp) {
        self.origin = origin
        self.request = request
        self.isBinary = isBinary
        self.receiveTime = receiveTime
    }

    /// The value of a query parameter of `request`; nil if it is missing.
    public func queryValue(_ name: String) -> String? {
        guard let mark = request.firstIndex(of: "?") else { return nil }
        for pair in request[request.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == name { return String(parts[1]) }
        }
        return nil
    }
}
