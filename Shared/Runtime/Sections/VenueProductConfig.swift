/// What to record of one product of a venue.
public struct VenueProductConfig: Sendable, Equatable {
    /// The kind of market.
    public var product: String
    /// The venue's spellings, or `all` alone: what the venue lists.
    public var symbols: [String]
    /// With `all`: quote currencies; empty means any.
    public var quotes: [String]
    /// With `all`: the venue's words for the state of an instrument; empty means those that trade.
    public var statuses: [String]
    /// With `all`: how often the list is looked at.
    public var refreshMinutes: Int
    /// Kinds of event; empty means all that the venue has.
    public var kinds: [String]
    /// Levels of the book to subscribe to; nil takes the venue's best.
    public var bookDepth: Int?

    /// Stands for every symbol that the venue lists.
    public static let all = "all"

    /// Whether the venue's listing names the symbols.
    public var takesAll: Bool { symbols == [Self.all] }

    init(_ section: inout ConfigurationSection, knowing words: VenueVocabulary) throws(ConfigurationError) {
        product = try section.string("product", of: words.products, "The kind of market.")
        symbols = try section.list("symbols", "Symbols in the venue's spelling, or all for what the venue lists.")
        quotes = try section.list("quotes", "With all: quote currencies; none means any.")
        statuses = try section.list(
            "statuses", "With all: the venue's words for an instrument's state; none means those that trade.")
        refreshMinutes = try section.integer(
            "refresh_minutes", default: 60, in: 1...1440, "With all: how often listings are looked at.")
        kinds = try section.list("kinds", of: words.kinds, "Kinds of event; none means all that the venue has.")
        bookDepth = try section.optionalInteger(
            "book_depth", in: 1...10_000, "Levels of the book to subscribe to; without it the venue's best.")
        if symbols.isEmpty, !section.isListingKeys {
            throw section.invalid("symbols", found: "an empty list", allowed: "at least one symbol")
        }
        if symbols.contains(Self.all), symbols.count > 1 {
            throw section.invalid("symbols", found: "all beside others", allowed: "all, or symbols")
        }
    }
}
