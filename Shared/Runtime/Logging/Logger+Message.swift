extension Logger {
    /// A message: a literal, usually the same words each time, with what varies in the metadata.
    public struct Message: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
        /// The text.
        public var description: String

        /// Makes a message from a literal.
        public init(stringLiteral value: String) { description = value }

        /// Makes a message from a text.
        public init(_ text: String) { description = text }
    }

    /// A value that goes with a message.
    public enum MetadataValue: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
        /// A text.
        case string(String)
        /// Something that becomes text only when the line is written.
        case stringConvertible(any CustomStringConvertible & Sendable)

        /// Makes a value from a literal.
        public init(stringLiteral value: String) { self = .string(value) }

        /// The text.
        public var description: String {
            switch self {
            case .string(let text): text
            case .stringConvertible(let value): value.description
            }
        }
    }
}
