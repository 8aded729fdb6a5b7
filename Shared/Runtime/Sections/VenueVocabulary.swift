/// The names that the list `venues` may use; nil allows any.
public struct VenueVocabulary: Sendable {
    /// Names of venues.
    public var venues: [String]?
    /// Names of products.
    public var products: [String]?
    /// Names of kinds of event.
    public var kinds: [String]?

    /// By default every name is allowed.
    public init(venues: [String]? = nil, products: [String]? = nil, kinds: [String]? = nil) {
        self.venues = venues
        self.products = products
        self.kinds = kinds
    }
}
