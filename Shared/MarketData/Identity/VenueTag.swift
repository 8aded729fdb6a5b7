/// The name of a venue as a number, for tables that distinguish the symbols of several venues.
public struct VenueTag: Sendable, Hashable, BitwiseCopyable {
    let hash: UInt64

    /// The tag of a venue's name.
    public init(_ name: String) {
        var name = name
        self = name.withUTF8 { VenueTag($0) }
    }

    /// The tag of a venue's name as bytes.
    public init(_ name: UnsafeBufferPointer<UInt8>) {
        hash = SymbolTable.hash(name)
    }
}
