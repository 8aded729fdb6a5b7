import JSON
import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

@Suite("Symbols from requests")
struct RequestedSymbolTests {
    @Test(
        "a symbol that a request names must be one that a document can hold",
        arguments: [
            ("binance", "/api/v3/depth?limit=100&symbol=BNB%22USDT"), ("binance", "/api/v3/depth?limit=100&symbol=%FF"),
            ("binance", "/api/v3/depth?limit=100&symbol=A%5C"), ("coinbase", "/products/BTC\"USD/book?level=2"),
        ])
    func odd(_ name: String, _ request: String) throws {
        let venue = try #require(VenueRegistry.venue(named: name))
        var pipe = DecodingPipe(venue: venue, product: .spot)
        let context = FrameContext(
            origin: .rest, request: request, receiveTime: Timestamp(nanoseconds: 1_800_000_000_000_000_000))
        // What both venues' books have in common; each passes the other's field.
        let body = #"{"lastUpdateId":9,"sequence":9,"bids":[],"asks":[]}"#
        var failure: DecodeError?
        do throws(DecodeError) { _ = try pipe.decode(body.utf8, context: context) } catch { failure = error }
        guard case .unknownSymbol? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }
}
