import MarketData
import Parquet

/// `status`.
struct StatusTable: TableColumns {
    private let subject = TextColumn("subject", isNullable: true, dictionary: true)
    private let state = TextColumn("state", isNullable: true, dictionary: true)
    private let message = TextColumn("message", isNullable: true)
    private let severity = TextColumn("severity", dictionary: true)

    var columns: [ParquetColumn] { [subject, state, message, severity] }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let status = batch.statuses[Int(entry.index)]
        subject.append(status.subject, of: batch)
        state.append(status.state, of: batch)
        message.append(status.message, of: batch)
        severity.append(status.severity)
    }
}
