/// One way to a venue's feed: records carry its name, and dedup makes one feed of all of them.
public struct VenueSourceConfig: Sendable, Equatable {
    /// The name, such as `primary` or `replica`.
    public var name: String
    /// Endpoints by product, instead of the venue's own.
    public var endpoints: [String: VenueEndpointConfig]

    /// Products without an entry in `endpoints` use the venue's own.
    public init(name: String, endpoints: [String: VenueEndpointConfig]) {
        self.name = name
        self.endpoints = endpoints
    }

    init(_ section: inout ConfigurationSection, knowing words: VenueVocabulary) throws(ConfigurationError) {
        name = try section.string("name", "The source's name in records, such as primary or replica.")
        guard name.utf8.allSatisfy(Self.isNameByte), !name.isEmpty || section.isListingKeys else {
            throw section.invalid(
                "name", found: "'\(name)'",
                allowed: "small letters, digits, '-' and '_', as it becomes part of record keys"
            )
        }
        endpoints = try section.sections("endpoints", of: words.products, VenueEndpointConfig.init)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
