import MarketData
import VenueKit

/// The producer's view of Binance's frames.
struct BinanceReader: SessionReader {
    mutating func inspect(_ frame: SessionFrame, for wants: FrameWants) -> FrameInspection {
        let bytes = frame.bytes
        var found = FrameInspection(channel: Self.channel(of: bytes))
        if found.channel == nil {
            found.answer = Self.answer(in: bytes)
            found.endsSoon = Self.isShutdownNotice(bytes)
        } else if wants.contains(.sentTime) {
            // The time of the event at the gateway; spot's quotes and partial books have none.
            found.sentTime = FrameText.milliseconds(of: "E", in: bytes)
        }
        return found
    }

    /// Combined frames begin with their stream, `{"stream":"btcusdt@depth@100ms","data":{…}}`: symbol and name, without the
    /// speed.
    private static func channel(of frame: UnsafeRawBufferPointer) -> ChannelID? {
        let sign = UInt8(ascii: "@")
        guard let stream = FrameText.value(of: "stream", in: frame), let first = stream.firstIndex(of: sign) else {
            return nil
        }
        let name = stream[(first + 1)...].prefix { $0 != sign }
        return ChannelID(UnsafeRawBufferPointer(rebasing: stream[..<first]), UnsafeRawBufferPointer(rebasing: name))
    }

    /// `{"result":null,"id":2}`, or `{"error":{"code":2,"msg":"Invalid request: …"},"id":2}`
    /// (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#live-subscribingunsubscribing-to-streams).
    /// A stream of a symbol that is not listed is accepted, and silent.
    private static func answer(in frame: UnsafeRawBufferPointer) -> SubscribeAnswer? {
        guard frame.count <= SubscribeAnswer.longestFrame, let message = ClientMessage(frame) else { return nil }
        let number = message["id"].flatMap { Int($0.json) }
        if message["error"] != nil || message["code"] != nil && message["msg"] != nil {
            return SubscribeAnswer(number: number, .refused, words: VenueWords.of(message) ?? "")
        }
        guard message["result"] != nil, let number else { return nil }
        return SubscribeAnswer(number: number, .accepted)
    }

    /// "A `serverShutdown` event will be sent when the server is about to shutdown, resulting in disconnection. Please
    /// establish a new connection as soon as possible"
    /// (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#general-wss-information):
    ///
    ///     {"e":"serverShutdown","E":1770123456789}
    private static func isShutdownNotice(_ frame: UnsafeRawBufferPointer) -> Bool {
        frame.count <= longestNotice && FrameText.contains("\"serverShutdown\"", in: frame)
    }

    /// The notice is short; longer frames are not searched.
    private static let longestNotice = 128
}
