/// One element of the list `venues`: what to record, and over which sources.
///
/// Names are plain text here, because this module knows no venue. The caller passes the allowed names (`VenueVocabulary`).
public struct VenueConfig: Sendable, Equatable {
    /// The venue.
    public var name: String
    /// What to record of it.
    public var products: [VenueProductConfig]
    /// The sources of the same feed. Never empty: by default there is one, `primary`, with the venue's default endpoints.
    public var sources: [VenueSourceConfig]
    /// PEM file of the authorities to trust instead of the system's.
    public var caFile: String?

    /// Reads one element.
    public init(_ section: inout ConfigurationSection, knowing words: VenueVocabulary) throws(ConfigurationError) {
        name = try section.string("name", of: words.venues, "The venue.")
        products = try section.list("products") { (element) throws(ConfigurationError) in
            try VenueProductConfig(&element, knowing: words)
        }
        sources = try section.list("sources") { (element) throws(ConfigurationError) in
            try VenueSourceConfig(&element, knowing: words)
        }
        if sources.isEmpty { sources = [VenueSourceConfig(name: "primary", endpoints: [:])] }
        caFile = try section.optionalString(
            "ca_file", "PEM file of the authorities to trust instead of the system's.")
        if let name = Self.firstTwice(products.map(\.product)) {
            throw section.invalid("products", found: "'\(name)' twice", allowed: "each product once")
        }
        if let name = Self.firstTwice(sources.map(\.name)) {
            throw section.invalid("sources", found: "'\(name)' twice", allowed: "each name once")
        }
    }

    private static func firstTwice(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }

    /// Every key of the list's elements.
    public static var keys: [ConfigurationKey] { keys(knowing: VenueVocabulary()) }

    /// Every key of the list's elements; `words` are what names are allowed.
    public static func keys(knowing words: VenueVocabulary) -> [ConfigurationKey] {
        ConfigurationSection.keys { (root) throws(ConfigurationError) in
            _ = try root.list("venues") { (element) throws(ConfigurationError) in
                try VenueConfig(&element, knowing: words)
            }
        }
    }
}

extension Configuration {
    /// The list `venues`; no venue comes twice.
    public func venues(knowing words: VenueVocabulary = VenueVocabulary()) throws(ConfigurationError) -> [VenueConfig] {
        var root = root()
        var names: Set<String> = []
        return try root.list("venues") { (element) throws(ConfigurationError) in
            let venue = try VenueConfig(&element, knowing: words)
            guard names.insert(venue.name).inserted else {
                throw element.invalid("name", found: "'\(venue.name)' a second time", allowed: "each venue once")
            }
            return venue
        }
    }
}
