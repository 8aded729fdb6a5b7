/// What to record of one product of a venue.
public struct VenueProductConfig: Sendable, Equatable {
    /// The kind of market.
    public var product: String
    /// The venue's spellings.
    public var symbols: [String]
    /// Kinds of event; empty means all that the venue has.
    public var kinds: [String]
    /// Levels of the book to subscribe to; nil takes the venue's best.
    public var bookDepth: Int?

    init(_ section: inout ConfigurationSection, knowing words: VenueVocabulary) throws(ConfigurationError) {
        product = try section.string("product", of: words.products, "The kind of market.")
        symbols = try section.list("symbols", "Symbols in the venue's spelling.")
        kinds = try section.list("kinds", of: words.kinds, "Kinds of event; none means all that the venue has.")
        bookDepth = try section.optionalInteger(
            "book_depth", in: 1...10_000, "Levels of the book to subscribe to; without it the venue's best.")
        if symbols.isEmpty, !section.isListingKeys {
            throw section.invalid("symbols", found: "an empty list", allowed: "at least one symbol")
        }
    }
}
