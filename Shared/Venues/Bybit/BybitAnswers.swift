import MarketData
public import VenueKit

extension Bybit {
    /// `{"success":true,"ret_msg":"","conn_id":"…","req_id":"2","op":"subscribe"}`
    /// (https://bybit-exchange.github.io/docs/v5/ws/connect#understanding-the-subscription-response). One topic that it does not have makes it refuse all:
    /// `{"success":false,"ret_msg":"error:handler not found,topic:tickers.FOOUSDT",…}`. Options judge topic by topic and
    /// name no request: `{"success":true,"data":{"failTopics":["tickers.…"],"successTopics":["…"]},"type":"COMMAND_RESP"}`.
    public func subscribeAnswer(in frame: UnsafeRawBufferPointer) -> SubscribeAnswer? {
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

    /// Errors come with status 200 and a `retCode` other than 0, such as `{"retCode":10006,"retMsg":"Too many visits!",…}`
    /// (https://bybit-exchange.github.io/docs/v5/error).
    public func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String? {
        AnswerBody.fault(in: body, codeField: "retCode") { $0.code == 0 && $0.fields.contains("result") }
    }
}
