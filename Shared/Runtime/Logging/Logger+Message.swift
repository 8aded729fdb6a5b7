extension Logger {
    /// A message: a literal, usually the same words each time, with what varies in the metadata.
    public struct Message: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
        /// The text.
        public var description: String

        /// A message with fixed words.
        public init(stringLiteral value: String) { description = value }

        /// A message with a computed text; prefer a literal with metadata.
        public init(_ text: String) { description = text }
    }

    /// A value that goes with a message.
    public enum MetadataValue: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
        /// A text.
        case string(String)
        /// Something that becomes text only when the line is written.
        case stringConvertible(any CustomStringConvertible & Sendable)

        /// A value that is a fixed text.
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
