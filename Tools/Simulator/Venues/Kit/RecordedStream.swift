import VenueKit

/// The subscription of a recorded frame.
public struct RecordedStream: Sendable, Hashable {
    /// The channel's name in the simulation, which a session compares with its subscriptions.
    public var channel: String
    /// The venue's spelling of the symbol; empty if the channel covers all symbols.
    public var symbol: String

    /// Both names are in the venue's spelling.
    public init(channel: String, symbol: String) {
        self.channel = channel
        self.symbol = symbol
    }
}
