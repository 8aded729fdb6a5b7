import MarketData
import VenueKit

extension SimulatorCore {
    /// Runs steps of a synthetic market now, and sends the resulting frames to each connection.
    mutating func step(_ key: FeedKey, count: Int, _ time: Timestamp, _ numbers: [Int]) {
        guard count > 0, case .market(var market)? = feeds[key]?.source else { return }
        // The market must have a single owner while it changes: a copy would copy every book.
        feeds[key]?.source = .market(SyntheticMarket(instruments: [], seed: 0, time: time))
        var sink = FrameSink()
        for _ in 0..<count {
            for event in market.step(at: time) {
                var delivered = false
                for number in numbers {
                    connections[number]?.session.encode(event, market: market, into: &sink)
                    for frame in sink.takeFrames() {
                        delivered = sendMarketData(frame, to: number, time) || delivered
                    }
                }
                feeds[key]?.truth[event.symbol].note(event.body, delivered: delivered)
            }
        }
        feeds[key]?.source = .market(market)
    }
}
