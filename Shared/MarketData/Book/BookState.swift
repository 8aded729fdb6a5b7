/// Whether a book can be trusted. Every published book carries its state.
public enum BookState: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// No snapshot has been seen yet.
    case initial
    /// Every change since the snapshot was applied.
    case live
    /// Changes are known to be missing; the levels are those before the gap.
    case gap
    /// A new snapshot was requested.
    case resyncing
    /// Nothing has been received for longer than the feed is ever silent.
    case stale
    /// The best bid is at or above the best ask.
    case crossed
    /// The venue has stopped trading.
    case halted

    /// The name in Redis and documents.
    public var name: String {
        switch self {
        case .initial: "init"
        case .live: "live"
        case .gap: "gap"
        case .resyncing: "resyncing"
        case .stale: "stale"
        case .crossed: "crossed"
        case .halted: "halted"
        }
    }
}
