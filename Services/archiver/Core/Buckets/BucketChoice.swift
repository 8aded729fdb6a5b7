/// Which buckets a round closes.
enum BucketChoice {
    /// Those whose time has come.
    case due
    /// The heaviest half.
    case heaviest
    /// All.
    case all
}
