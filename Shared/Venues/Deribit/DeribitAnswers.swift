import MarketData
public import VenueKit

extension Deribit {
    /// `result`, or an `error` that comes with status 400, mostly: https://docs.deribit.com/articles/errors
    public func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String? {
        AnswerBody.fault(in: body) { answer in
            answer.fields.isSuperset(of: ["jsonrpc", "result"]) && !answer.fields.contains("error")
        }
    }
}
