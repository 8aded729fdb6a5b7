import BybitVenue
import MarketData
import VenueKit

/// The server side of Bybit v5 for one category (spot, linear, inverse or option).
///
/// The frames are documented at https://bybit-exchange.github.io/docs/v5/ws/connect and the pages of each topic.
struct BybitSimulation: VenueSimulation {
    /// The category.
    let product: Product
    /// The listed instruments.
    let instruments: [SyntheticInstrument]

    /// The instruments are the listed ones of the product.
    init(product: Product) {
        self.product = product
        instruments = Self.listing(of: product)
    }

    func makeSession(_ request: SimulationRequest) -> (any VenueSimulationSession)? {
        request.path == "/v5/public/\(product.name)" ? BybitSimulationSession(product: product) : nil
    }

    func classify(_ frame: UnsafeRawBufferPointer) -> RecordedFrameKind {
        guard let topic = RecordedText.value(of: "topic", in: frame), let dot = topic.lastIndex(of: ".") else {
            return .control
        }
        return .stream(
            RecordedStream(channel: String(topic[..<dot]), symbol: String(topic[topic.index(after: dot)...])))
    }

    func product(ofRecordingAt address: String, file: String, symbol: String) -> Product? {
        // v5 addresses contain the category; the older addresses are /realtime (inverse) and /realtime_public (linear).
        for product in Product.allCases
        where address.hasSuffix("/v5/public/\(product.name)") || "\(address)&".contains("category=\(product.name)&") {
            return product
        }
        if address.hasSuffix("/realtime_public") { return .linear }
        if address.hasSuffix("/realtime") { return .inverse }
        return nil
    }

    private static func listing(of product: Product) -> [SyntheticInstrument] {
        switch product {
        case .spot:
            [
                spot("BTC", tick: FixedPoint(units: 1, digits: 2), lotDigits: 6, opening: 6_500_000, lots: 40_000),
                spot("ETH", tick: FixedPoint(units: 1, digits: 2), lotDigits: 5, opening: 190_000, lots: 60_000),
                spot("SOL", tick: FixedPoint(units: 1, digits: 2), lotDigits: 3, opening: 14_500, lots: 9_000),
            ]
        case .linear:
            [
                linear("BTC", tick: FixedPoint(units: 10, digits: 2), lotDigits: 3, opening: 650_000, lots: 400),
                linear("ETH", tick: FixedPoint(units: 1, digits: 2), lotDigits: 2, opening: 190_000, lots: 900),
                linear("SOL", tick: FixedPoint(units: 10, digits: 3), lotDigits: 1, opening: 14_500, lots: 700),
                linear("XRP", tick: FixedPoint(units: 1, digits: 4), lotDigits: 1, opening: 23_000, lots: 9_000),
            ]
        case .inverse:
            [
                inverse("BTCUSD", base: "BTC", tick: FixedPoint(units: 10, digits: 2), opening: 650_000),
                inverse("ETHUSD", base: "ETH", tick: FixedPoint(units: 5, digits: 2), opening: 38_000),
                // The delivery is on the last Friday of March 2027, 08:00 UTC.
                inverse(
                    "BTCUSDH27", base: "BTC", tick: FixedPoint(units: 50, digits: 2), opening: 131_000,
                    contract: .future(expiry: Timestamp(nanoseconds: 1_806_048_000_000_000_000))),
            ]
        case .option:
            [option("BTC", strike: 70_000, isCall: true), option("BTC", strike: 60_000, isCall: false)]
        }
    }

    private static func spot(_ base: String, tick: FixedPoint, lotDigits: Int, opening: Int64, lots: Int64)
        -> SyntheticInstrument
    {
        SyntheticInstrument(
            symbol: base + "USDT", base: base, quote: "USDT", tick: tick, lot: FixedPoint(units: 1, digits: lotDigits),
            openingTicks: opening, typicalLots: lots)
    }

    private static func linear(_ base: String, tick: FixedPoint, lotDigits: Int, opening: Int64, lots: Int64)
        -> SyntheticInstrument
    {
        var instrument = spot(base, tick: tick, lotDigits: lotDigits, opening: opening, lots: lots)
        instrument.contract = .perpetual
        return instrument
    }

    /// Expires on the last Friday of June 2027, 08:00 UTC.
    private static func option(_ base: String, strike: Int64, isCall: Bool) -> SyntheticInstrument {
        SyntheticInstrument(
            symbol: "\(base)-25JUN27-\(strike)-\(isCall ? "C" : "P")-USDT", base: base, quote: "USDT",
            contract: .option(
                expiry: Timestamp(nanoseconds: 1_813_910_400_000_000_000), strike: strike, isCall: isCall),
            tick: FixedPoint(units: 5, digits: 0), lot: FixedPoint(units: 1, digits: 2), openingTicks: 900,
            typicalLots: 60)
    }

    private static func inverse(
        _ symbol: String, base: String, tick: FixedPoint, opening: Int64,
        contract: SyntheticInstrument.Contract = .perpetual
    ) -> SyntheticInstrument {
        SyntheticInstrument(
            symbol: symbol, base: base, quote: "USD", settle: base, contract: contract, tick: tick,
            lot: FixedPoint(units: 1, digits: 0), openingTicks: opening, typicalLots: 5_000)
    }
}
