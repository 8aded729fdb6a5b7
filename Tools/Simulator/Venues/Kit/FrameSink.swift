public import JSON
import MarketData
import VenueKit

/// Takes the frames that a simulated venue sends, in order, through one reused writer.
public struct FrameSink: ~Copyable {
    /// Where the frame at hand is written.
    public var writer = JSONWriter(minimumCapacity: 4 << 10)

    /// Set where the venue ends the connection itself.
    public private(set) var closeCode: UInt16?

    private var frames: [[UInt8]] = []

    /// A sink can be emptied and reused.
    public init() {}

    /// Ends the frame at hand.
    public mutating func endFrame() {
        frames.append(Array(writer.bytes))
        writer.removeAll()
    }

    /// Adds a whole frame; for the rare ones.
    public mutating func frame(_ text: String) {
        frames.append(Array(text.utf8))
    }

    /// Asks for the connection's end after the frames so far, with this code of RFC 6455, section 7.4.
    public mutating func close(code: UInt16) {
        closeCode = code
    }

    /// The frames so far; the sink is empty afterwards, and forgets `closeCode`.
    public mutating func takeFrames() -> [[UInt8]] {
        let taken = frames
        frames.removeAll(keepingCapacity: true)
        closeCode = nil
        return taken
    }
}
