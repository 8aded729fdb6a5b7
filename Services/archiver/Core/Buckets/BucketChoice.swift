/// Which buckets a round closes.
enum BucketChoice {
    /// The buckets that are due.
    case due
    /// The largest buckets, which hold half of the bytes.
    case heaviest
    /// All.
    case all
}
