import MarketData
public import VenueKit

extension Binance {
    /// An error has its own HTTP status, and as `{"code":-1121,"msg":"Invalid symbol."}`
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
