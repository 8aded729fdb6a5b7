public import JSON

/// The name of a venue's channel. It is written once in the venue's table of channels. Connection, decoder and simulation
/// compare with it, and put it into requests and frames.
public struct ChannelName: Sendable, CustomStringConvertible {
    /// The literal in the source code.
    public let literal: StaticString

    /// Takes a literal, so that comparing needs no String.
    @inlinable @inline(__always)
    public init(_ literal: StaticString) { self.literal = literal }

    /// The name as a String; not for the hot path.
    public var text: String { literal.description }

    /// The name.
    public var description: String { text }

    /// Whether a name in a frame is equal to this one.
    @inlinable @inline(__always)
    public static func ~= (name: ChannelName, key: JSONKey) -> Bool { name.literal ~= key }

    /// Whether a text is equal to this name.
    public static func ~= (name: ChannelName, text: some StringProtocol) -> Bool { text == name.text }
}
