package import MarketData
package import Parquet

extension ArchiveTable {
    /// Writes the rows to a file, with metadata about their origin.
    ///
    /// - Parameters:
    ///   - symbol: the market of all rows.
    ///   - log: the partition of all rows.
    ///   - offsets: the offsets of the first and of the last row.
    ///   - writer: the version of Tapedeck.
    /// - Returns: the size of the file in bytes.
    package func write(
        to path: String, of symbol: SymbolEntry, from log: TopicPartition, offsets: ClosedRange<Int64>, writer: String,
        options: ParquetWriteOptions
    ) throws(ArchiveError) -> Int {
        do throws(ParquetError) {
            return try ParquetFile.write(
                columns, to: path,
                metadata: [
                    "tapedeck.version": writer, "tapedeck.table": name, "tapedeck.schema_version": "\(version)",
                    "tapedeck.venue": symbol.venue, "tapedeck.symbol": symbol.symbol,
                    "tapedeck.product": symbol.product.name, "tapedeck.topic": log.topic,
                    "tapedeck.partition": "\(log.partition)", "tapedeck.first_offset": "\(offsets.lowerBound)",
                    "tapedeck.last_offset": "\(offsets.upperBound)", "tapedeck.rows": "\(rows)",
                ], options: options)
        } catch {
            throw .file(error)
        }
    }
}
