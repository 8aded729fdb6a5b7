public import JSON
import MarketData
import VenueKit

/// Collects the frames of a simulated venue, in order, through one reused writer.
public struct FrameSink: ~Copyable {
    /// The writer of the current frame.
    public var writer = JSONWriter(minimumCapacity: 4 << 10)

    /// Set if the venue itself ends the connection.
    public private(set) var closeCode: UInt16?

    private var frames: [[UInt8]] = []

    /// A sink can be emptied and reused.
    public init() {}

    /// Ends the current frame.
    public mutating func endFrame() {
        frames.append(Array(writer.bytes))
        writer.removeAll()
    }

    /// Adds a whole frame; for rare frames.
    public mutating func frame(_ text: String) {
        frames.append(Array(text.utf8))
    }

    /// Ends the connection after the frames so far, with this code of RFC 6455, section 7.4.
    public mutating func close(code: UInt16) {
        closeCode = code
    }

    /// Returns the frames so far, and resets the sink and `closeCode`.
    public mutating func takeFrames() -> [[UInt8]] {
        let taken = frames
        frames.removeAll(keepingCapacity: true)
        closeCode = nil
        return taken
    }
}
