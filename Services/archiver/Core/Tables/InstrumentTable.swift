import MarketData
import Parquet

/// `instrument`.
struct InstrumentTable: TableColumns {
    private let base = TextColumn("base", isNullable: true, dictionary: true)
    private let quote = TextColumn("quote", isNullable: true, dictionary: true)
    private let settle = TextColumn("settle", isNullable: true, dictionary: true)
    private let tickSize = DecimalColumn("tick_size", isNullable: true)
    private let lotSize = DecimalColumn("lot_size", isNullable: true)
    private let contractSize = DecimalColumn("contract_size", isNullable: true)
    private let contractUnit = TextColumn("contract_unit", isNullable: true, dictionary: true)
    private let expiry = TimestampColumn("expiry", isNullable: true)
    private let strike = DecimalColumn("strike", isNullable: true)
    private let optionType = TextColumn("option_type", isNullable: true, dictionary: true)
    private let status = TextColumn("status", isNullable: true, dictionary: true)
    private let listedTime = TimestampColumn("listed_ts", isNullable: true)
    private let makerFee = DecimalColumn("maker_fee", isNullable: true)
    private let takerFee = DecimalColumn("taker_fee", isNullable: true)

    var columns: [ParquetColumn] {
        [
            base, quote, settle, tickSize, lotSize, contractSize, contractUnit, expiry, strike, optionType, status,
            listedTime, makerFee, takerFee,
        ]
    }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let instrument = batch.instruments[Int(entry.index)]
        base.append(instrument.base, of: batch)
        quote.append(instrument.quote, of: batch)
        settle.append(instrument.settle, of: batch)
        tickSize.append(instrument.tickSize)
        lotSize.append(instrument.lotSize)
        contractSize.append(instrument.contractSize)
        contractUnit.append(instrument.contractUnit, of: batch)
        expiry.append(instrument.expiry)
        strike.append(instrument.strike)
        optionType.append(instrument.optionType)
        status.append(instrument.status, of: batch)
        listedTime.append(instrument.listedTime)
        makerFee.append(instrument.makerFee)
        takerFee.append(instrument.takerFee)
    }
}
