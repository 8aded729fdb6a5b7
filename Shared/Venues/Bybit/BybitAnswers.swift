import MarketData
public import VenueKit

extension Bybit {
    /// Errors come with status 200 and a `retCode` other than 0, such as `{"retCode":10006,"retMsg":"Too many visits!",…}`
    /// (https://bybit-exchange.github.io/docs/v5/error).
    public func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String? {
        AnswerBody.fault(in: body, codeField: "retCode") { $0.code == 0 && $0.fields.contains("result") }
    }
}
