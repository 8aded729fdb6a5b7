import MarketData
import Parquet

/// `funding`.
struct FundingTable: TableColumns {
    private let rate = DecimalColumn("rate")
    private let intervalHours = DecimalColumn("interval_hours", isNullable: true)
    private let nextFundingTime = TimestampColumn("next_funding_ts", isNullable: true)
    private let predictedRate = DecimalColumn("predicted_rate", isNullable: true)

    var columns: [ParquetColumn] { [rate, intervalHours, nextFundingTime, predictedRate] }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let funding = batch.fundings[Int(entry.index)]
        rate.append(funding.rate)
        intervalHours.append(funding.intervalHours)
        nextFundingTime.append(funding.nextFundingTime)
        predictedRate.append(funding.predictedRate)
    }
}
