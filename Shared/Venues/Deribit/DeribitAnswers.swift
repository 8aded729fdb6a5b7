import MarketData
public import VenueKit

extension Deribit {
    /// `result`, or an `error`, which mostly has status 400: https://docs.deribit.com/articles/errors
    public func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String? {
        AnswerBody.fault(in: body) { answer in
            answer.fields.isSuperset(of: ["jsonrpc", "result"]) && !answer.fields.contains("error")
        }
    }
}
