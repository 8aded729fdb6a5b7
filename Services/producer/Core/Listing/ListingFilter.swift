/// Which of the listed instruments of a venue are recorded.
public struct ListingFilter: Sendable, Hashable {
    /// Quote currencies; empty means any.
    public var quotes: Set<String>
    /// The accepted states of an instrument, in the venue's spelling.
    public var statuses: Set<String>
    /// The interval of listing requests.
    public var refreshMilliseconds: Int

    /// An empty set of `quotes` accepts every quote currency.
    public init(quotes: Set<String>, statuses: Set<String>, refreshMilliseconds: Int) {
        self.quotes = quotes
        self.statuses = statuses
        self.refreshMilliseconds = refreshMilliseconds
    }
}
