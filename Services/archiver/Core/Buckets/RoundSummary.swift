/// The result of a round of closing buckets.
struct RoundSummary: Equatable {
    /// The number of new files.
    let files: Int
    /// Their number of rows.
    let rows: Int
    /// Their size in bytes.
    let bytes: Int
}
