/// Something that goes wrong between two parts, as Toxiproxy does it
/// (https://github.com/Shopify/toxiproxy#toxics).
public enum Toxic: Sendable, Hashable, CustomStringConvertible {
    /// Every piece is late by so long, more or less.
    case latency(milliseconds: Int, jitter: Int)
    /// So little goes through in each direction.
    case bandwidth(kilobytesPerSecond: Int)
    /// Every connection is reset (RST) when it is so old.
    case reset(milliseconds: Int)
    /// Half-closed: what the server sends does not arrive, what it is sent does, and the connection stays open.
    case deaf
    /// The other half: what the server is sent does not arrive.
    case mute
    /// Connections are closed, and none is accepted.
    case away

    /// What the proxy is told: type, the directions that are concerned, and attributes. Nothing where the proxy is
    /// switched off instead.
    var rule: (type: String, streams: [String], attributes: [String: Int])? {
        switch self {
        case .latency(let milliseconds, let jitter):
            ("latency", ["upstream", "downstream"], ["latency": milliseconds, "jitter": jitter])
        case .bandwidth(let rate): ("bandwidth", ["upstream", "downstream"], ["rate": rate])
        case .reset(let milliseconds): ("reset_peer", ["downstream"], ["timeout": milliseconds])
        case .deaf: ("timeout", ["downstream"], ["timeout": 0])
        case .mute: ("timeout", ["upstream"], ["timeout": 0])
        case .away: nil
        }
    }

    /// Whether bytes vanish on connections that stay open: none of them may live on when it is over, as the rest of
    /// the stream would be cut out of the middle, which TCP never does.
    var losesBytes: Bool { self == .deaf || self == .mute }

    /// As it is called in failures.
    public var description: String {
        switch self {
        case .latency(let milliseconds, let jitter): "latency \(milliseconds) ± \(jitter) ms"
        case .bandwidth(let rate): "\(rate) kB/s"
        case .reset(let milliseconds): "reset after \(milliseconds) ms"
        case .deaf: "deaf"
        case .mute: "mute"
        case .away: "away"
        }
    }
}
