/// What a round of closing buckets has written.
struct RoundSummary: Equatable {
    /// Files that have appeared.
    let files: Int
    /// Rows in them.
    let rows: Int
    /// Their size.
    let bytes: Int
}
