public import MarketData

/// Topics that are read or written together (docs/TOPICS.md).
public enum TopicFamily: Sendable, Equatable {
    /// `raw.<venue>` of every venue.
    case raw
    /// `normalized.<type>.v1` of these kinds.
    case normalized([EventKind])
    /// `market.<type>.v1` of these kinds.
    case market([EventKind])
    /// `control.resnapshot`.
    case resnapshot
    /// `state.dedup`.
    case dedupState

    /// The names of the topics, where these venues are recorded.
    public func topics(venues: [String]) -> [String] {
        switch self {
        case .raw: venues.map(TopicName.raw)
        case .normalized(let kinds): kinds.map(TopicName.normalized)
        case .market(let kinds): kinds.map(TopicName.market)
        case .resnapshot: [TopicName.resnapshot]
        case .dedupState: [TopicName.dedupState]
        }
    }
}
