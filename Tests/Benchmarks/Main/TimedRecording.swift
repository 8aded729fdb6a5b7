import TestSupport

/// What latency is measured with, and under which names it goes by before anything is counted: after the first seven seconds
/// the broker's just-in-time compiler takes a quarter of a processor still, after a minute little.
enum TimedRecording {
    /// The symbol of which all frames are.
    static let symbol = "BTCUSDT"
    /// Symbols of the same length that the venue does not have.
    static let warmUp = "0123456789DEFGHI".map { "BT\($0)USDT" }

    /// The recording.
    static func find() throws(BenchError) -> Recording { try Recording.named("usdm/btcusdt") }
}
