public import JSON

/// The name of a venue's channel, as its table of channels writes it once: connection, decoder and simulation compare with it,
/// and put it into requests and frames.
public struct ChannelName: Sendable, CustomStringConvertible {
    /// The name as it stands in the program.
    public let literal: StaticString

    /// Names a channel.
    @inlinable @inline(__always)
    public init(_ literal: StaticString) { self.literal = literal }

    /// The name as a String; not for the hot path.
    public var text: String { literal.description }

    /// The name.
    public var description: String { text }

    /// Whether a name in a frame is this one.
    @inlinable @inline(__always)
    public static func ~= (name: ChannelName, key: JSONKey) -> Bool { name.literal ~= key }

    /// Whether a text is this name.
    public static func ~= (name: ChannelName, text: some StringProtocol) -> Bool { text == name.text }
}
