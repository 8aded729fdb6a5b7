import MarketData
public import VenueKit

extension Coinbase {
    /// Requests have no number. What is accepted is answered with everything that is in force now, on Advanced Trade as
    /// `{"channel":"subscriptions",…,"events":[{"subscriptions":{"level2":["BTC-USD"]}}]}`, on Exchange as
    /// `{"type":"subscriptions","channels":[{"name":"full","product_ids":["BTC-USD"]}]}`. One product that it does not have
    /// makes it refuse all: `{"type":"error","message":"Failed to subscribe","reason":"FOO-USD is not a valid product"}`
    /// (https://docs.cdp.coinbase.com/exchange/websocket-feed/errors; "This results in the subscribe call being ignored
    /// entirely", https://github.com/coinbase/coinbase-pro-node/issues/174).
    public func subscribeAnswer(in frame: UnsafeRawBufferPointer) -> SubscribeAnswer? {
        guard frame.count <= SubscribeAnswer.longestFrame, Self.mayAnswer(frame), let message = ClientMessage(frame)
        else { return nil }
        if message["type"]?.text == "error" {
            let words = VenueWords.of(message) ?? ""
            let isPostponed = words.lowercased().contains("rate limit") || words.lowercased().contains("too many")
            let reason = message["reason"]?.text ?? ""
            let blamed = reason.hasSuffix(Self.notAProduct) ? String(reason.dropLast(Self.notAProduct.count)) : nil
            return SubscribeAnswer(isPostponed ? .postponed : .refused, words: words, blamed: blamed)
        }
        var names: Set<String> = []
        func note(_ channel: String, _ products: [String]) {
            names.insert(channel)
            for product in products { names.insert("\(channel):\(product)") }
        }
        if message["channel"]?.text == "subscriptions", case .array(let events)? = message["events"] {
            for case .object(let channels)? in events.map({ $0["subscriptions"] }) {
                for (channel, products) in channels { note(channel, products.texts ?? []) }
            }
        } else if message["type"]?.text == "subscriptions", case .array(let channels)? = message["channels"] {
            for channel in channels {
                note(channel["name"]?.text ?? "", channel["product_ids"]?.texts ?? [])
            }
        } else {
            return nil
        }
        return SubscribeAnswer(.inForce(names))
    }

    private static let notAProduct = " is not a valid product"

    private static func mayAnswer(_ frame: UnsafeRawBufferPointer) -> Bool {
        guard let type = FrameText.value(of: "type", in: frame) else {
            return FrameText.value(of: "channel", in: frame).map { FrameText.equals("subscriptions", $0) } ?? false
        }
        return FrameText.equals("error", type) || FrameText.equals("subscriptions", type)
            || FrameText.value(of: "channel", in: frame).map { FrameText.equals("subscriptions", $0) } ?? false
    }

    /// An error comes with a status of its own, mostly; see
    /// https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/guides/errors.
    public func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String? {
        let path = request.path.prefix { $0 != "?" }
        return AnswerBody.fault(in: body) { answer in
            if path == CoinbaseConnection.productsPath { return answer.isList }
            if path == CoinbaseConnection.marketProductsPath { return answer.fields.contains("products") }
            if path.hasSuffix("/book") { return answer.fields.isSuperset(of: ["bids", "asks", "sequence"]) }
            return !answer.fields.contains("error")
        }
    }
}
