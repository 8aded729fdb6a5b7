import Runtime
@testable import TapedeckCore
import Testing

@Suite("A filter of records")
struct RecordFilterTests {
    private static let document = ShownRecord(
        topic: "market.trade.v1", partition: 0, offset: 0, key: "bybit:linear:BTCUSDT",
        headers: [.init(name: "source", value: "primary")],
        value: Array(#"{"type":"trade","venue":"bybit","symbol":"BTCUSDT","side":"buy","size":"0.5"}"#.utf8))
    private static let frame = ShownRecord(
        topic: "raw.bybit", partition: 0, offset: 0, key: "bybit/primary/linear-0",
        headers: [.init(name: "product", value: "linear")], value: Array("half a fra".utf8))

    @Test(
        "each condition holds of a header or of a field",
        arguments: [
            ("venue=bybit,symbol=BTCUSDT", true, false), ("side=buy", true, false), ("side=sell", false, false),
            ("product=linear", false, true), ("venue=bybit,product=linear", false, true), ("venue=bybit", true, true),
            ("source=primary,size=0.5", true, false), ("source=replica,size=0.5", false, false),
        ])
    func accepts(text: String, document: Bool, frame: Bool) throws {
        let filter = try RecordFilter(text)
        #expect(filter.accepts(Self.document) == document)
        #expect(filter.accepts(Self.frame) == frame)
    }

    @Test("without conditions everything passes")
    func empty() { #expect(RecordFilter().accepts(Self.frame)) }

    @Test("what is no condition is wrong usage", arguments: ["venue", "=x", "venue=bybit,", ""])
    func wrong(text: String) {
        #expect(throws: UsageError.self) { try RecordFilter(text) }
    }
}
