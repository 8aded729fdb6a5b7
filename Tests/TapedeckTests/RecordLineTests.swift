import Documents
import JSON
import MarketData
@testable import TapedeckCore
import TestSupport
import Testing

@Suite("A record in one line")
struct RecordLineTests {
    private static func record(
        _ value: String, key: String = "bybit:linear:BTCUSDT", headers: [(String, String)] = []
    ) -> ShownRecord {
        ShownRecord(
            topic: "t", partition: 3, offset: 42, timestampMilliseconds: 1_795_250_580_123, key: key,
            headers: headers.map { ShownRecord.Header(name: $0.0, value: $0.1) }, value: Array(value.utf8))
    }

    @Test("a document begins with type, venue and symbol, and says the rest as name=value")
    func document() {
        let value = """
            {"type":"book_delta","version":1,"venue":"bybit","symbol":"BTCUSDT","instrument":"BTC-USDT-PERP",\
            "product":"linear","ts_event":1795250580000000000,"ts_recv":1795250580003000000,"source":"primary",\
            "depth":50,"last_sequence":7,"bids":[["1.5","2"],["1.4","3"],["1.3","0"]],"asks":[],"other":{"a":[1,2]}}
            """
        #expect(
            RecordLine().text(Self.record(value, headers: [("note", "own")]))
                == "3@42  08:43:00.123  {note=own}  book_delta bybit BTCUSDT ts_event=08:43:00.000 source=primary "
                + "depth=50 last_sequence=7 bids=[1.5 2, 1.4 3, … 1 more] asks=[] other={\"a\":[1,2]}")
    }

    @Test("a raw frame keeps its text in one line, with its key and headers shortened")
    func raw() {
        let headers = [
            ("kind", "ws"), ("ts_recv", "1795250580001000000"), ("endpoint", "wss://stream.bybit.com/v5/public/linear"),
        ]
        #expect(
            RecordLine().text(Self.record("{\"op\":\n\u{1B}1}", key: "bybit/primary/linear-0", headers: headers))
                == "3@42  08:43:00.123  bybit/primary/linear-0  {kind=ws recv=08:43:00.001 "
                + "endpoint=wss://stream.bybit.com/v…}  {\"op\":··1}")
    }

    @Test("an error is told whole, whatever its length")
    func deadLetter() {
        let reason = String(repeating: "because ", count: 20)
        let line = RecordLine().text(Self.record("{", headers: [("error", reason), ("error_code", "truncated")]))
        #expect(line.contains("{error=\(reason) code=truncated}"))
    }

    @Test("no line is wider than the terminal")
    func width() {
        let line = RecordLine(width: 60).text(Self.record(String(repeating: "x", count: 100)))
        #expect(line.count == 60)
        #expect(line.hasSuffix("x…"))
    }

    @Test("every kind of document has a line, and no bytes trap", arguments: EventKind.allCases)
    func everyKind(kind: EventKind) {
        var random = RandomEvents(seed: UInt64(kind.rawValue) + 1)
        for _ in 0..<50 {
            var batch = EventBatch()
            random.append(kind, to: &batch)
            var encoder = DocumentEncoder()
            var writer = JSONWriter()
            encoder.encode(batch.entries[0], of: batch, to: &writer)
            let value = Array(writer.bytes)
            #expect(DocumentLine.text(of: value) != nil, "\(writer.string)")
            for end in stride(from: 0, to: value.count, by: 7) {
                let line = RecordLine().text(Self.record(String(decoding: value[..<end], as: UTF8.self)))
                #expect(!line.utf8.contains { $0 < 0x20 })
            }
        }
    }
}
