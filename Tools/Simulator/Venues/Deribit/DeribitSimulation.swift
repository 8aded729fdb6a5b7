import DeribitVenue
import MarketData
import VenueKit

/// The server side of Deribit for one product: JSON-RPC over `/ws/api/v2` and `/api/v2`.
///
/// The frames are documented at https://docs.deribit.com/.
struct DeribitSimulation: VenueSimulation {
    /// The product.
    let product: Product
    /// The listed instruments.
    let instruments: [SyntheticInstrument]

    /// The instruments are the listed ones of the product.
    init(product: Product) {
        self.product = product
        instruments = Self.listing(of: product)
    }

    func makeSession(_ request: SimulationRequest) -> (any VenueSimulationSession)? {
        request.path == "/ws/api/v2" ? DeribitSimulationSession(product: product) : nil
    }

    func classify(_ frame: UnsafeRawBufferPointer) -> RecordedFrameKind {
        guard RecordedText.value(of: "method", in: frame) == "subscription",
            let channel = RecordedText.value(of: "channel", in: frame)
        else { return .control }
        let (kind, subject) = DeribitSimulationSession.split(channel)
        return .stream(RecordedStream(channel: String(kind), symbol: String(subject)))
    }

    /// One address serves all products, so the symbol determines it. `BTC-25JUN27-70000-C` is an option, `BTC_USDC-PERPETUAL`
    /// linear, `BTC_USDC` spot, everything else inverse.
    func product(ofRecordingAt address: String, file: String, symbol: String) -> Product? {
        guard !symbol.isEmpty else { return nil }
        let parts = symbol.split(separator: "-")
        if parts.count == 4 { return .option }
        guard parts[0].contains("_") else { return .inverse }
        return parts.count == 1 ? .spot : .linear
    }

    private static func listing(of product: Product) -> [SyntheticInstrument] {
        // The last Friday of June 2027, 08:00 UTC.
        let june = Timestamp(nanoseconds: 1_813_910_400_000_000_000)
        let dollars = FixedPoint(units: 10, digits: 0)
        switch product {
        case .inverse:
            return [
                perpetual(
                    "BTC-PERPETUAL", "BTC", "USD", tick: FixedPoint(units: 5, digits: 1), lot: dollars, 130_000, 400),
                perpetual(
                    "ETH-PERPETUAL", "ETH", "USD", tick: FixedPoint(units: 5, digits: 2), lot: dollars, 38_000, 300),
                SyntheticInstrument(
                    symbol: "BTC-25JUN27", base: "BTC", quote: "USD", settle: "BTC", contract: .future(expiry: june),
                    tick: FixedPoint(units: 25, digits: 1), lot: dollars, openingTicks: 26_400, typicalLots: 300),
            ]
        case .linear:
            return [
                perpetual(
                    "BTC_USDC-PERPETUAL", "BTC", "USDC", tick: FixedPoint(units: 1, digits: 1),
                    lot: FixedPoint(units: 1, digits: 4), 650_000, 2_000),
                perpetual(
                    "ETH_USDC-PERPETUAL", "ETH", "USDC", tick: FixedPoint(units: 5, digits: 2),
                    lot: FixedPoint(units: 1, digits: 3), 38_000, 3_000),
                perpetual(
                    "SOL_USDC-PERPETUAL", "SOL", "USDC", tick: FixedPoint(units: 1, digits: 3),
                    lot: FixedPoint(units: 1, digits: 1), 145_000, 500),
            ]
        case .option:
            return [
                option("BTC-25JUN27-70000-C", "BTC", june, 70_000, isCall: true, 240),
                option("BTC-25JUN27-60000-P", "BTC", june, 60_000, isCall: false, 190),
                option("ETH-25JUN27-2000-C", "ETH", june, 2_000, isCall: true, 260),
            ]
        case .spot:
            return [
                SyntheticInstrument(
                    symbol: "BTC_USDC", base: "BTC", quote: "USDC", tick: FixedPoint(units: 1, digits: 0),
                    lot: FixedPoint(units: 1, digits: 4), openingTicks: 65_000, typicalLots: 3_000)
            ]
        }
    }

    private static func perpetual(
        _ symbol: String, _ base: String, _ quote: String, tick: FixedPoint, lot: FixedPoint, _ opening: Int64,
        _ lots: Int64
    ) -> SyntheticInstrument {
        SyntheticInstrument(
            symbol: symbol, base: base, quote: quote, settle: quote == "USD" ? base : quote, contract: .perpetual,
            tick: tick, lot: lot, openingTicks: opening, typicalLots: lots)
    }

    private static func option(
        _ symbol: String, _ base: String, _ expiry: Timestamp, _ strike: Int64, isCall: Bool, _ opening: Int64
    ) -> SyntheticInstrument {
        SyntheticInstrument(
            symbol: symbol, base: base, quote: "USD", settle: base,
            contract: .option(expiry: expiry, strike: strike, isCall: isCall), tick: FixedPoint(units: 5, digits: 4),
            lot: FixedPoint(units: 1, digits: 1), openingTicks: opening, typicalLots: 200)
    }
}

extension SyntheticInstrument {
    /// Deribit's `kind`.
    var deribitKind: String {
        switch contract {
        case .spot: "spot"
        case .perpetual, .future: "future"
        case .option: "option"
        }
    }

    /// The currency under which Deribit lists the instrument: its settlement currency.
    var deribitCurrency: String { settle }
}
