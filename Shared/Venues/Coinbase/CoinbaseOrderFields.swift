import JSON
import MarketData
import VenueKit

/// The fields of a message about an order while it is read.
struct CoinbaseOrderFields {
    var symbol: UnsafeBufferPointer<UInt8>?
    var sequence: Int64?
    var time: Timestamp?
    var side: Side?
    var price: Decimal?
    var size: Decimal?
    var newPrice: Decimal?
    var newSize: Decimal?
    var remaining: Decimal?
    var orderID: UnsafeBufferPointer<UInt8>?
    var maker: UnsafeBufferPointer<UInt8>?
    var taker: UnsafeBufferPointer<UInt8>?
    var tradeID: UnsafeBufferPointer<UInt8>?
    var reason: UnsafeBufferPointer<UInt8>?

    func required(_ text: UnsafeBufferPointer<UInt8>?, _ name: String) throws(DecodeError) -> UnsafeBufferPointer<UInt8>
    {
        guard let text else { throw .missingField(name) }
        return text
    }

    func requiredSide() throws(DecodeError) -> Side {
        guard let side else { throw .missingField("side") }
        return side
    }
}
