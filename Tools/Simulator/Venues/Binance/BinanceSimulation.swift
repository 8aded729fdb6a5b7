import BinanceVenue
import MarketData
import VenueKit

/// The server side of Binance for one of its markets: spot, USD-M (linear) or COIN-M (inverse).
///
/// The frames are documented at https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams and
/// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams.
struct BinanceSimulation: VenueSimulation {
    /// The market.
    let product: Product
    /// The delivery time of a perpetual: in the year 2100.
    static let perpetualDelivery: Int64 = 4_133_404_800_000
    /// The listed instruments.
    let instruments: [SyntheticInstrument]

    /// The instruments are the listed ones of the product.
    init(product: Product) {
        self.product = product
        instruments = Self.listing(of: product)
    }

    /// `/stream` wraps each frame with the name of its stream, `/ws/<stream>` does not. USD-M has both below
    /// `/public` and `/market` too.
    func makeSession(_ request: SimulationRequest) -> (any VenueSimulationSession)? {
        var parts = request.path.split(separator: "/")
        if product == .linear, parts.first == "public" || parts.first == "market" { parts.removeFirst() }
        switch parts.first {
        case "stream" where parts.count == 1:
            let names = request.queryValue("streams")?.split(separator: "/").map(String.init) ?? []
            return BinanceSimulationSession(product: product, isCombined: true, streams: names)
        case "ws":
            return BinanceSimulationSession(
                product: product, isCombined: false, streams: parts.dropFirst().map(String.init))
        default: return nil
        }
    }

    func classify(_ frame: UnsafeRawBufferPointer) -> RecordedFrameKind {
        if let stream = RecordedText.value(of: "stream", in: frame) {
            guard let at = stream.firstIndex(of: "@") else { return .control }
            return .stream(
                RecordedStream(channel: String(stream[stream.index(after: at)...]), symbol: String(stream[..<at])))
        }
        if RecordedText.contains("lastUpdateId", in: frame) {
            return .bookSnapshot(symbol: RecordedText.value(of: "symbol", in: frame) ?? "")
        }
        return .control
    }

    func snapshotStream(_ target: String) -> RecordedStream? {
        let request = SimulationRequest(target: target)
        guard request.lastComponent == "depth", let symbol = request.queryValue("symbol") else { return nil }
        return RecordedStream(channel: "depth", symbol: symbol.lowercased())
    }

    func product(ofRecordingAt address: String, file: String, symbol: String) -> Product? {
        if address.contains("fstream.") || address.contains("fapi.") || file.contains("/usdm/") { return .linear }
        if address.contains("dstream.") || address.contains("dapi.") || file.contains("/cm/") { return .inverse }
        if address.contains("stream.binance.") || address.contains("api.binance.") || file.contains("/spot/") {
            return .spot
        }
        return nil
    }

    private static func listing(of product: Product) -> [SyntheticInstrument] {
        switch product {
        case .spot:
            // Spot always has eight digits.
            [
                spot("BTC", tick: 1_000_000, lot: 1_000, opening: 6_500_000, lots: 4_000),
                spot("ETH", tick: 1_000_000, lot: 10_000, opening: 190_000, lots: 6_000),
                spot("BNB", tick: 1_000_000, lot: 100_000, opening: 61_000, lots: 900),
            ]
        case .linear:
            [
                linear("BTC", tick: FixedPoint(units: 10, digits: 2), lotDigits: 3, opening: 650_000, lots: 400),
                linear("ETH", tick: FixedPoint(units: 1, digits: 2), lotDigits: 3, opening: 190_000, lots: 9_000),
                linear("SOL", tick: FixedPoint(units: 10, digits: 4), lotDigits: 0, opening: 145_000, lots: 90),
                linear("XRP", tick: FixedPoint(units: 1, digits: 4), lotDigits: 1, opening: 23_000, lots: 9_000),
            ]
        default:
            [
                inverse("BTCUSD_PERP", "BTC", tick: FixedPoint(units: 1, digits: 1), opening: 650_000),
                inverse("ETHUSD_PERP", "ETH", tick: FixedPoint(units: 1, digits: 2), opening: 190_000),
                // The delivery is on the last Friday of March 2027, 08:00 UTC.
                inverse(
                    "BTCUSD_270326", "BTC", tick: FixedPoint(units: 1, digits: 1), opening: 655_000,
                    contract: .future(expiry: Timestamp(nanoseconds: 1_806_048_000_000_000_000))),
            ]
        }
    }

    private static func spot(_ base: String, tick: Int64, lot: Int64, opening: Int64, lots: Int64)
        -> SyntheticInstrument
    {
        SyntheticInstrument(
            symbol: base + "USDT", base: base, quote: "USDT", tick: FixedPoint(units: tick, digits: 8),
            lot: FixedPoint(units: lot, digits: 8), openingTicks: opening, typicalLots: lots)
    }

    private static func linear(_ base: String, tick: FixedPoint, lotDigits: Int, opening: Int64, lots: Int64)
        -> SyntheticInstrument
    {
        SyntheticInstrument(
            symbol: base + "USDT", base: base, quote: "USDT", contract: .perpetual, tick: tick,
            lot: FixedPoint(units: 1, digits: lotDigits), openingTicks: opening, typicalLots: lots)
    }

    private static func inverse(
        _ symbol: String, _ base: String, tick: FixedPoint, opening: Int64,
        contract: SyntheticInstrument.Contract = .perpetual
    ) -> SyntheticInstrument {
        SyntheticInstrument(
            symbol: symbol, base: base, quote: "USD", settle: base, contract: contract, tick: tick,
            lot: FixedPoint(units: 1, digits: 0), openingTicks: opening, typicalLots: 300)
    }
}

extension SyntheticInstrument {
    /// Binance's `ps` and `pair`: the part before the underscore of a COIN-M symbol.
    var binancePair: String { String(symbol.prefix { $0 != "_" }) }

    /// Binance's `contractType`.
    var binanceContractType: String { isPerpetual ? "PERPETUAL" : "CURRENT_QUARTER" }
}
