import MarketData
import VenueKit

/// The producer's view of Bybit's frames.
struct BybitReader: SessionReader {
    mutating func inspect(_ frame: SessionFrame, for wants: FrameWants) -> FrameInspection {
        let bytes = frame.bytes
        // Frames name their topic, `{"topic":"orderbook.50.BTCUSDT",…}`, whatever the order of the other keys.
        var found = FrameInspection(channel: FrameText.value(of: "topic", in: bytes).map { ChannelID($0) })
        guard found.channel != nil else {
            found.answer = Self.answer(in: bytes)
            return found
        }
        // "`ts`: The timestamp (ms) that the system generates the data".
        if wants.contains(.sentTime) { found.sentTime = FrameText.milliseconds(of: "ts", in: bytes) }
        if wants.contains(.snapshot) { found.isSnapshot = Self.isSnapshot(bytes) }
        return found
    }

    /// `type` stands before or after the data; a message with `u` = 1 is a snapshot too, but says so.
    private static func isSnapshot(_ frame: UnsafeRawBufferPointer) -> Bool {
        FrameText.value(of: "type", in: frame, within: frame.count).map { FrameText.equals("snapshot", $0) } ?? false
    }

    /// `{"success":true,"ret_msg":"","conn_id":"…","req_id":"2","op":"subscribe"}`
    /// (https://bybit-exchange.github.io/docs/v5/ws/connect#understanding-the-subscription-response). One topic that it does not have makes it refuse all:
    /// `{"success":false,"ret_msg":"error:handler not found,topic:tickers.FOOUSDT",…}`. Options judge topic by topic and
    /// name no request: `{"success":true,"data":{"failTopics":["tickers.…"],"successTopics":["…"]},"type":"COMMAND_RESP"}`.
    private static func answer(in frame: UnsafeRawBufferPointer) -> SubscribeAnswer? {
        guard frame.count <= SubscribeAnswer.longestFrame, FrameText.containsKey("success", in: frame, within: 512),
            let message = ClientMessage(frame), case .bool(let isSuccess)? = message["success"]
        else { return nil }
        if let data = message["data"], data["failTopics"] != nil || data["successTopics"] != nil {
            return SubscribeAnswer(
                .judged(
                    accepted: Set(data["successTopics"]?.texts ?? []), refused: Set(data["failTopics"]?.texts ?? [])),
                words: "failTopics")
        }
        guard message["op"]?.text == "subscribe" else { return nil }
        let number = message["req_id"]?.text.flatMap { Int($0) }
        guard !isSuccess else { return SubscribeAnswer(number: number, .accepted) }
        let words = message["ret_msg"]?.text ?? ""
        let blamed = words.split(separator: "topic:", maxSplits: 1).dropFirst().first.map(String.init)
        return SubscribeAnswer(
            number: number, words.contains("already subscribed") ? .repeated : .refused,
            words: VenueWords.printable(words), blamed: blamed)
    }
}
