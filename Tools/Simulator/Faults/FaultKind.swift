/// The faults of a simulated venue.
public enum FaultKind: String, Sendable, CaseIterable {
    /// A frame is not sent.
    case drop
    /// A frame is sent twice.
    case `repeat`
    /// A frame is sent late, and so are the later frames of its connection.
    case delay
    /// A frame is sent after the next one of its connection.
    case reorder
    /// The TCP connection ends in the middle of a frame.
    case cutoff
    /// A frame of garbage is sent before the right one.
    case garbage
    /// The connection is closed with a close code.
    case disconnect
    /// The connection stays open, but for a time nothing is sent, and these frames are lost.
    case silence
    /// Upgrades are refused with an HTTP status.
    case refuse
    /// REST requests are answered with 429 or another status, with `Retry-After`.
    case limit
    /// A client's frame is ignored.
    case ignore
    /// A connection is closed at an age in milliseconds, as venues do after a day.
    case expire

    /// Whether it affects frames that the venue sends.
    var isOfFrames: Bool {
        switch self {
        case .drop, .repeat, .delay, .reorder, .cutoff, .garbage, .disconnect, .silence: true
        case .refuse, .limit, .ignore, .expire: false
        }
    }
}

/// The kinds of garbage.
public enum GarbageKind: String, Sendable, CaseIterable {
    /// Text that is not JSON.
    case text
    /// The right frame's first half.
    case half
    /// Bytes that are not UTF-8, inside a JSON string.
    case utf8
    /// Valid JSON with a number where a text belongs, in the place of every text.
    case type
    /// Ten megabytes of valid JSON.
    case huge
    /// A message of a channel that does not exist.
    case channel
}
