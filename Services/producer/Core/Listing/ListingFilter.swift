/// Which of a venue's instruments are recorded, where its listing names them.
public struct ListingFilter: Sendable, Hashable {
    /// Quote currencies; empty means any.
    public var quotes: Set<String>
    /// The venue's words for the state of an instrument.
    public var statuses: Set<String>
    /// How often the listing is looked at.
    public var refreshMilliseconds: Int

    /// Makes a filter.
    public init(quotes: Set<String>, statuses: Set<String>, refreshMilliseconds: Int) {
        self.quotes = quotes
        self.statuses = statuses
        self.refreshMilliseconds = refreshMilliseconds
    }
}
