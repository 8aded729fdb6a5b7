import VenueKit

/// Which subscription a recorded frame belongs to.
public struct RecordedStream: Sendable, Hashable {
    /// The channel as the simulation names it: what a session compares with its subscriptions.
    public var channel: String
    /// The venue's spelling of the symbol; empty where the channel is about all of them.
    public var symbol: String

    /// Both names are in the venue's spelling.
    public init(channel: String, symbol: String) {
        self.channel = channel
        self.symbol = symbol
    }
}
