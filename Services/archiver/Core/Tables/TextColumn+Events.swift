import Documents
import MarketData
import Parquet

/// Documents leave out texts that are empty, so the archive has null for them.
extension TextColumn {
    func append(_ range: TextRange, of batch: borrowing EventBatch) {
        if range.isEmpty { appendNull() } else { append(batch.bytes(of: range)) }
    }

    func append(_ value: some DocumentName) { append(value.documentName) }

    func append(_ value: (some DocumentName)?) {
        if let value { append(value.documentName) } else { appendNull() }
    }
}
