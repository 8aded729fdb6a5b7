import MarketData
public import VenueKit

extension Deribit {
    /// `{"jsonrpc":"2.0","id":2,"result":["book.BTC-PERPETUAL.100ms"]}`: "a list of subscribed channels"
    /// (https://docs.deribit.com/api-reference/subscription-management/public-subscribe). A channel that does not exist is
    /// left out of it, as the page of public/unsubscribe says of its own: "If a channel in the request is invalid, not
    /// subscribed, or fails validation, it will not appear in the result". Errors name the request:
    /// `{"jsonrpc":"2.0","id":2,"error":{"code":11050,"message":"bad_request"}}`.
    public func subscribeAnswer(in frame: UnsafeRawBufferPointer) -> SubscribeAnswer? {
        guard frame.count <= SubscribeAnswer.longestFrame, !FrameText.containsKey("method", in: frame, within: 128),
            let message = ClientMessage(frame), let number = message["id"].flatMap({ Int($0.json) })
        else { return nil }
        if let error = message["error"] {
            let code = error["code"].flatMap { Int($0.json) }
            return SubscribeAnswer(
                number: number, code.map(Self.passingCodes.contains) ?? false ? .postponed : .refused,
                words: VenueWords.of(error) ?? "")
        }
        guard let channels = message["result"]?.texts else { return nil }
        return SubscribeAnswer(
            number: number, .inForce(Set(channels)), words: "the venue's list of what is subscribed leaves it out")
    }

    /// `too_many_requests` and `system_maintenance`: https://docs.deribit.com/articles/errors
    private static let passingCodes: Set<Int> = [10028, 11051]

    /// `result`, or an `error` that comes with status 400, mostly: https://docs.deribit.com/articles/errors
    public func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String? {
        AnswerBody.fault(in: body) { answer in
            answer.fields.isSuperset(of: ["jsonrpc", "result"]) && !answer.fields.contains("error")
        }
    }
}
