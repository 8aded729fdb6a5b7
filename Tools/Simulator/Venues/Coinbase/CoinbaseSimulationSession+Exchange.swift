import CoinbaseVenue
import JSON
import MarketData
import VenueKit

/// The messages of Exchange: https://docs.cdp.coinbase.com/exchange/websocket-feed/channels
extension CoinbaseSimulationSession {
    /// The first message of a channel: a snapshot, the last trade, a summary or the status.
    func startExchange(
        _ channel: String, _ symbol: String, _ market: any SyntheticMarketView, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        if CoinbaseChannel.status ~= channel { return CoinbaseExchangeFrames.status(market.instruments, into: &sink) }
        guard let index = market.index(of: symbol) else { return }
        let instrument = market.instruments[index]
        switch channel {
        case CoinbaseChannel.level2, CoinbaseChannel.level2Batch, CoinbaseChannel.level2Of50:
            CoinbaseExchangeFrames.snapshot(market.publishedBook(index), instrument, into: &sink)
        case CoinbaseChannel.matches:
            guard let last = market.recentTrades(index).last else { return }
            CoinbaseExchangeFrames.match("last_match", last.trade, instrument, last.time, into: &sink)
        case CoinbaseChannel.ticker, CoinbaseChannel.tickerBatch:
            let ticker = market.ticker(index)
            guard ticker.lastTrade > 0 else { return }
            CoinbaseExchangeFrames.ticker(ticker, instrument, time, into: &sink)
        case CoinbaseChannel.level3: CoinbaseExchangeFrames.compactSchema(into: &sink)
        default: break
        }
    }

    func encodeExchange(_ event: SyntheticEvent, _ market: any SyntheticMarketView, into sink: inout FrameSink) {
        let instrument = market.instruments[event.symbol]
        let symbol = instrument.symbol
        switch event.body {
        case .book(let change):
            if has(CoinbaseChannel.level2.text, symbol) || has(CoinbaseChannel.level2Batch.text, symbol)
                || has(CoinbaseChannel.level2Of50.text, symbol)
            {
                CoinbaseExchangeFrames.update(change, instrument, event.time, into: &sink)
            }
        case .orders(let changes):
            if has(CoinbaseChannel.full.text, symbol) {
                for change in changes { CoinbaseExchangeFrames.full(change, instrument, event.time, into: &sink) }
            }
            if has(CoinbaseChannel.level3.text, symbol) {
                for change in changes { CoinbaseExchangeFrames.compact(change, instrument, event.time, into: &sink) }
            }
        case .trades(let trades):
            // full already contains the matches.
            guard has(CoinbaseChannel.matches.text, symbol), !has(CoinbaseChannel.full.text, symbol) else { return }
            for trade in trades {
                CoinbaseExchangeFrames.match("match", trade, instrument, event.time, into: &sink)
            }
        case .ticker(let ticker, _):
            guard has(CoinbaseChannel.ticker.text, symbol) || has(CoinbaseChannel.tickerBatch.text, symbol),
                ticker.lastTrade > 0
            else { return }
            CoinbaseExchangeFrames.ticker(ticker, instrument, event.time, into: &sink)
        case .status:
            if channels[CoinbaseChannel.status.text] != nil {
                CoinbaseExchangeFrames.status(market.instruments, into: &sink)
            }
        case .quote, .funding, .liquidation, .instrument: break
        }
    }
}
