/// One field of a type of document, as the type declares it.
public struct DocumentField: Sendable, Hashable {
    /// What a field holds.
    public enum Form: Sendable, Hashable {
        /// An exact number.
        case decimal
        /// A whole number.
        case integer
        /// A small whole number, of which there are few different ones.
        case smallInteger
        /// A moment in nanoseconds.
        case time
        /// One of an enumeration's names.
        case name([String])
        /// A text of which there are few different ones.
        case word
        /// A text of which there are many.
        case text
        /// One side of a level-2 book.
        case levels
        /// One side of a level-3 book.
        case orders

        /// Whether it is a list of values.
        public var isList: Bool { self == .levels || self == .orders }
    }

    /// The name in documents and in the archive.
    public var name: String
    /// What it holds.
    public var form: Form
    /// Whether it may be absent. A text may, when it is empty.
    public var isOptional: Bool
}
