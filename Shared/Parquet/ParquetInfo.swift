/// What a Parquet file's footer says.
public struct ParquetInfo: Sendable, Hashable {
    /// The number of rows.
    public let rows: Int
    /// The key-value metadata; Arrow's own entry (`ARROW:schema`) is left out.
    public let metadata: [String: String]
}
