/// A value of a document's field `type`, such as `book_delta`; a kind of event has one or two.
public struct DocumentType: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The type's name.
    public let name: StaticString

    /// Names a type.
    @inlinable
    public init(stringLiteral name: StaticString) { self.name = name }

    /// Whether the names are the same.
    public static func == (left: DocumentType, right: DocumentType) -> Bool { left.bytes.isEqual(right.name) }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }

    private var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    }
}

extension DocumentType: CustomStringConvertible {
    /// The type's name.
    public var description: String { name.description }
}
