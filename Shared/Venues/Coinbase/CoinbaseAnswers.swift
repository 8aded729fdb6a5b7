import MarketData
public import VenueKit

extension Coinbase {
    /// An error has its own HTTP status, mostly; see
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
