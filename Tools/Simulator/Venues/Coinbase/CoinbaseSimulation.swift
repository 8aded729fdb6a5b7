import CoinbaseVenue
import MarketData
import VenueKit

/// The server side of Coinbase: Exchange and Advanced Trade at one address.
///
/// The two have separate hosts in reality. Here the form of the first `subscribe` determines which one the client expects:
/// `channels` is Exchange (https://docs.cdp.coinbase.com/exchange/websocket-feed/channels), `channel` Advanced Trade
/// (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels).
struct CoinbaseSimulation: VenueSimulation {
    /// The product: spot.
    let product: Product
    /// The listed instruments.
    let instruments: [SyntheticInstrument]

    /// The simulation serves both feeds.
    init(product: Product) {
        self.product = product
        func pair(_ base: String, tickDigits: Int, opening: Int64, lots: Int64) -> SyntheticInstrument {
            SyntheticInstrument(
                symbol: base + "-USD", base: base, quote: "USD", tick: FixedPoint(units: 1, digits: tickDigits),
                lot: FixedPoint(units: 1, digits: 8), openingTicks: opening, typicalLots: lots)
        }
        instruments = [
            pair("BTC", tickDigits: 2, opening: 6_500_000, lots: 40_000_000),
            pair("ETH", tickDigits: 2, opening: 190_000, lots: 900_000_000),
            pair("SOL", tickDigits: 2, opening: 14_500, lots: 9_000_000_000),
        ]
    }

    func makeSession(_ request: SimulationRequest) -> (any VenueSimulationSession)? {
        request.path.isEmpty || request.path == "/" ? CoinbaseSimulationSession() : nil
    }

    func classify(_ frame: UnsafeRawBufferPointer) -> RecordedFrameKind {
        if let channel = RecordedText.value(of: "channel", in: frame) {
            guard channel != CoinbaseChannel.subscriptions.text else { return .control }
            let symbol = RecordedText.value(of: "product_id", in: frame) ?? ""
            return .stream(
                RecordedStream(
                    channel: CoinbaseChannel.l2Data ~= channel ? CoinbaseChannel.level2.text : channel, symbol: symbol))
        }
        guard let type = RecordedText.value(of: "type", in: frame), let channel = Self.exchangeChannel(type) else {
            return .control
        }
        return .stream(RecordedStream(channel: channel, symbol: RecordedText.value(of: "product_id", in: frame) ?? ""))
    }

    /// The channel of a message type of Exchange.
    private static func exchangeChannel(_ type: String) -> String? {
        switch type {
        case "snapshot", "l2update": CoinbaseChannel.level2.text
        case "match", "last_match": CoinbaseChannel.matches.text
        case "received", "open", "done", "change", "activate": CoinbaseChannel.full.text
        case CoinbaseChannel.ticker, CoinbaseChannel.heartbeat, CoinbaseChannel.status: type
        default: nil
        }
    }

    func product(ofRecordingAt address: String, file: String, symbol: String) -> Product? { .spot }
}
