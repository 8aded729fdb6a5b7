import Documents
import JSON
import MarketData
import Testing

@Suite("Requests for a snapshot")
struct ResnapshotRequestTests {
    private let request = ResnapshotRequest(
        venue: "binance", product: .linear, symbol: "BTCUSDT", channel: "book", source: "primary",
        reason: "sequence_jump \"6 → 9\"", requestTime: Timestamp(nanoseconds: 1_795_250_580_123_456_789))

    @Test("what is written is read back")
    func roundTrip() throws {
        var writer = JSONWriter()
        request.write(to: &writer)
        var frame = FrameBuffer()
        try frame.assign(writer.bytes)
        #expect(try ResnapshotRequest(reading: frame) == request)
    }

    @Test(
        "what lacks a field or names an unknown product is refused",
        arguments: [
            #"{"venue":"bybit","symbol":"A","channel":"book","ts_request":1}"#,
            #"{"venue":"bybit","product":"swap","symbol":"A","channel":"book","ts_request":1}"#,
            #"{"venue":"bybit","product":"spot","symbol":"A","ts_request":1}"#, #"{"venue":"#, "[]", "",
        ])
    func refusal(text: String) throws {
        var frame = FrameBuffer()
        try Array(text.utf8).withUnsafeBytes { try frame.assign($0) }
        #expect(throws: DecodeError.self) { try ResnapshotRequest(reading: frame) }
    }
}
