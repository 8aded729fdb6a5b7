import MarketData
public import VenueKit

extension Binance {
    /// `{"result":null,"id":2}`, or `{"error":{"code":2,"msg":"Invalid request: …"},"id":2}`
    /// (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#live-subscribingunsubscribing-to-streams).
    /// A stream of a symbol that is not listed is accepted, and silent.
    public func subscribeAnswer(in frame: UnsafeRawBufferPointer) -> SubscribeAnswer? {
        guard frame.count <= SubscribeAnswer.longestFrame, let message = ClientMessage(frame) else { return nil }
        let number = message["id"].flatMap { Int($0.json) }
        if message["error"] != nil || message["code"] != nil && message["msg"] != nil {
            return SubscribeAnswer(number: number, .refused, words: VenueWords.of(message) ?? "")
        }
        guard message["result"] != nil, let number else { return nil }
        return SubscribeAnswer(number: number, .accepted)
    }

    /// An error comes with a status of its own, and as `{"code":-1121,"msg":"Invalid symbol."}`
    /// (https://developers.binance.com/docs/binance-spot-api-docs/errors).
    public func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String? {
        let path = request.path.prefix { $0 != "?" }
        let wanted: Set<String> =
            if path.hasSuffix("/depth") {
                ["lastUpdateId", "bids", "asks"]
            } else if path.hasSuffix("/exchangeInfo") {
                ["symbols"]
            } else if path.hasSuffix("/openInterest") {
                ["openInterest"]
            } else {
                []
            }
        return AnswerBody.fault(in: body) { answer in
            wanted.isSubset(of: answer.fields) && !(answer.fields.contains("msg") && answer.code != nil)
        }
    }
}
