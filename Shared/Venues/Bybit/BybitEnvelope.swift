import JSON
import MarketData
import VenueKit

/// What a frame says around its `data`.
struct BybitEnvelope {
    /// How many events the batch held before this frame.
    let firstEvent: Int
    var topic: BybitTopic?
    var type: BybitMessageType?
    /// `ts`: when the gateway made the message.
    var publishTime: Timestamp?
    /// `cts`: the matching engine's time; before v5 `timestamp_e6`, the only one there was.
    var engineTime: Timestamp?
    /// `cs` of a ticker.
    var crossSequence: Int64?
    /// Whether there is `data`.
    var hasData = false
    /// `data`, when it came before what is needed to read it.
    var data: JSONCursor?
    /// The book that `data` held, its levels already in the batch.
    var book: BybitBookBody?
    /// `op` of an answer to an operation.
    var operation: UnsafeBufferPointer<UInt8>?
    /// `success` of an answer to an operation.
    var success: Bool?
    /// `ret_msg` of an answer to an operation.
    var message: JSONCursor?

    init(firstEvent: Int) {
        self.firstEvent = firstEvent
    }

    /// The times of an event that carries none of its own. A single time is the event's; where there are two, the
    /// engine's is the event's and the gateway's the publication's.
    func header(_ symbol: SymbolID) -> EventHeader {
        guard let engineTime else { return EventHeader(symbol: symbol, eventTime: publishTime) }
        return EventHeader(symbol: symbol, eventTime: engineTime, publishTime: publishTime)
    }
}

/// Whether a message holds everything or what changed.
enum BybitMessageType {
    case snapshot
    case delta
    /// Types of channels that are not read.
    case other

    init(_ word: JSONKey) {
        switch word {
        case "delta": self = .delta
        case "snapshot": self = .snapshot
        default: self = .other
        }
    }
}

extension JSONCursor {
    /// Reads a moment given as microseconds since 1970, quoted or bare.
    mutating func microseconds() throws(DecodeError) -> Timestamp {
        let first = offset
        guard let time = Timestamp(microseconds: try integer()) else { throw .numberDoesNotFit(offset: first) }
        return time
    }
}
