import TestSupport

/// The recording of the latency measurements, and the symbols under which it is published before the measurement. The broker's
/// just-in-time compiler still takes a quarter of a processor after the first seven seconds, and little after a minute.
enum TimedRecording {
    /// The symbol of all frames.
    static let symbol = "BTCUSDT"
    /// Symbols of the same length that do not exist at the venue.
    static let warmUp = "0123456789DEFGHI".map { "BT\($0)USDT" }

    /// The recording.
    static func find() throws(BenchError) -> Recording { try Recording.named("usdm/btcusdt") }
}
