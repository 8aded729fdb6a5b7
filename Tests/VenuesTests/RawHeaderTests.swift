import MarketData
import Testing
import VenueKit

@Suite("The header of raw records")
struct RawHeaderTests {
    private static func read(_ text: String) throws -> [String: String] {
        try Array(text.utf8).withUnsafeBytes { bytes in
            Dictionary(uniqueKeysWithValues: try RawHeader(bytes).fields.map { ($0.name, $0.value) })
        }
    }

    @Test("its text is pinned, and read back as it was written")
    func roundTrip() throws {
        var writer = RawHeaderWriter(session: 1_700_000_000_000_000_000, product: .linear, endpoint: "wss://a b/c")
        writer.write(.webSocket, receiveTime: 1_700_000_000_123_456_789, frame: 0)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text == "ws 1700000000123456789 0 1700000000000000000 linear wss://a%20b/c")
        writer.write(.binary, receiveTime: 9, frame: 108, request: "trades:BTC USD")
        let binary = try Self.read(String(decoding: writer.bytes, as: UTF8.self))
        #expect(binary["kind"] == "bin" && binary["request"] == "trades:BTC USD")
        writer.write(.rest, receiveTime: 10, frame: 109, request: "/x?a=b c")
        let rest = String(decoding: writer.bytes, as: UTF8.self)
        #expect(rest == "rest 10 109 1700000000000000000 linear wss://a%20b/c /x?a=b c")
        #expect(
            try Self.read(rest) == [
                "kind": "rest", "ts_recv": "10", "frame": "109", "session": "1700000000000000000", "product": "linear",
                "endpoint": "wss://a%20b/c", "request": "/x?a=b c",
            ])
        writer.write(.event, receiveTime: .max, frame: .max)
        #expect(try Self.read(String(decoding: writer.bytes, as: UTF8.self))["frame"] == "\(Int64.max)")
        writer.write(.event, receiveTime: -5, frame: 0)
        #expect(try Self.read(String(decoding: writer.bytes, as: UTF8.self))["ts_recv"] == "0")
    }

    @Test(
        "what is missing or wrong is named",
        arguments: [
            ("", "kind"), ("tcp 1 2 3 spot a", "kind"), ("ws", "ts_recv"), ("ws x 2 3 spot a", "ts_recv"),
            ("ws 9223372036854775808 2 3 spot a", "ts_recv"), ("ws 10000000000000000000 2 3 spot a", "ts_recv"),
            ("ws 1  3 spot a", "frame"), ("ws 1 -2 3 spot a", "frame"), ("ws 1 2", "session"), ("ws 1 2 3", "product"),
            ("ws 1 2 3 swap a", "product"), ("rest 1 2 3 spot a", "request"),
        ])
    func wrong(text: String, field: String) {
        #expect(throws: RawHeaderError(field: field)) { try Self.read(text) }
    }
}
