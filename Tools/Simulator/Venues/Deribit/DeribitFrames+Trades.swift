import DeribitVenue
import JSON
import MarketData
import VenueKit

extension DeribitFrames {
    /// https://docs.deribit.com/#trades-instrument_name-interval; `liquidation` is M, T or MT: the side that was liquidated.
    ///
    ///     {"trade_seq":30289442,"trade_id":"48079269","timestamp":1590484512188,"tick_direction":2,"price":8950,
    ///      "mark_price":8948.9,"instrument_name":"BTC-PERPETUAL","index_price":8955.88,"direction":"sell","amount":10}
    func trades(_ trades: [SyntheticTrade], _ ticker: SyntheticTicker, into sink: inout FrameSink) {
        sink.writer.raw("{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{\"channel\":\"")
        sink.writer.text(channel)
        sink.writer.raw("\",\"data\":[")
        for (index, trade) in trades.enumerated() {
            integer(index == 0 ? "{\"trade_seq\":" : ",{\"trade_seq\":", trade.number, into: &sink.writer)
            // Trade ids are counted over all instruments.
            integer(",\"trade_id\":\"", trade.crossSequence, into: &sink.writer)
            sink.writer.raw("\",\"timestamp\":")
            sink.writer.milliseconds(time)
            integer(",\"tick_direction\":", Int64(trade.tickDirection), into: &sink.writer)
            number(",\"price\":", instrument.price(trade.ticks), into: &sink.writer)
            number(",\"mark_price\":", instrument.price(ticker.markTicks), into: &sink.writer)
            if trade.isLiquidation { sink.writer.raw(",\"liquidation\":\"T\"") }
            name(into: &sink.writer)
            number(",\"index_price\":", instrument.price(ticker.indexTicks), into: &sink.writer)
            sink.writer.raw(trade.takerSide == .bid ? ",\"direction\":\"buy\"" : ",\"direction\":\"sell\"")
            number(",\"amount\":", instrument.size(trade.lots), into: &sink.writer)
            sink.writer.raw("}")
        }
        sink.writer.raw("]}}")
        sink.endFrame()
    }

    /// https://docs.deribit.com/#ticker-instrument_name-interval
    ///
    ///     {"timestamp":1623060194301,"stats":{"volume_usd":284061480.0,"volume":7871.02139035,"price_change":0.7229,
    ///      "low":35213.5,"high":36824.5},"state":"open","settlement_price":36169.49,"open_interest":502097590,
    ///      "min_price":35898.37,"max_price":36991.72,"mark_price":36446.51,"last_price":36457.5,
    ///      "instrument_name":"BTC-PERPETUAL","index_price":36441.64,"funding_8h":0.0000211,"current_funding":0.0,
    ///      "best_bid_price":36442.5,"best_bid_amount":5000.0,"best_ask_price":36443.0,"best_ask_amount":100.0}
    func ticker(_ ticker: SyntheticTicker, into sink: inout FrameSink) {
        begin(into: &sink.writer)
        sink.writer.raw("\"timestamp\":")
        sink.writer.milliseconds(time)
        // Volume is in the base currency, volume_usd in dollars; in the synthetic market a contract is one unit of either.
        number(",\"stats\":{\"volume_usd\":", instrument.turnover(ticker.turnoverTickLots), into: &sink.writer)
        number(",\"volume\":", instrument.size(ticker.volumeLots), into: &sink.writer)
        let change = (ticker.lastTicks - ticker.openTicks) * 1_000_000 / ticker.openTicks
        number(",\"price_change\":", FixedPoint(units: change, digits: 4), into: &sink.writer)
        number(",\"low\":", instrument.price(ticker.lowTicks), into: &sink.writer)
        number(",\"high\":", instrument.price(ticker.highTicks), into: &sink.writer)
        number("},\"state\":\"open\",\"settlement_price\":", instrument.price(ticker.openTicks), into: &sink.writer)
        number(",\"open_interest\":", instrument.size(ticker.openInterestLots), into: &sink.writer)
        number(",\"min_price\":", instrument.price(ticker.markTicks * 9 / 10), into: &sink.writer)
        number(",\"max_price\":", instrument.price(ticker.markTicks * 11 / 10), into: &sink.writer)
        number(",\"mark_price\":", instrument.price(ticker.markTicks), into: &sink.writer)
        number(",\"last_price\":", instrument.price(ticker.lastTicks), into: &sink.writer)
        name(into: &sink.writer)
        number(",\"index_price\":", instrument.price(ticker.indexTicks), into: &sink.writer)
        number(",\"estimated_delivery_price\":", instrument.price(ticker.indexTicks), into: &sink.writer)
        if instrument.isPerpetual {
            number(",\"funding_8h\":", ticker.fundingRate, into: &sink.writer)
            number(",\"current_funding\":", ticker.fundingRate, into: &sink.writer)
        }
        if case .option = instrument.contract { greeks(into: &sink.writer) }
        best(ticker.quote, into: &sink.writer)
        end(into: &sink)
    }

    /// Additional fields of options. They are constants, because no document contains them.
    private func greeks(into writer: inout JSONWriter) {
        writer.text(
            """
            ,"underlying_price":65000.0,"underlying_index":"BTC-25JUN27","mark_iv":55.1,"bid_iv":54.2,"ask_iv":56.3,\
            "interest_rate":0.0,"greeks":{"vega":50.1,"theta":-20.2,"rho":10.3,"gamma":0.00002,"delta":0.5}
            """)
    }
}
