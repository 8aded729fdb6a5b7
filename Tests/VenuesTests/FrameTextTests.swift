import Testing

@testable import VenueKit

@Suite("Text of a frame")
struct FrameTextTests {
    private static func value(_ key: StaticString, _ text: String, within limit: Int = 512) -> String? {
        Array(text.utf8).withUnsafeBytes { frame in
            FrameText.value(of: key, in: frame, within: limit).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test(
        "the first key with a text is found, however it is spaced, and no text that is spelled like it",
        arguments: [
            (#"{"topic":"a.B","x":1}"#, "a.B"), (#"{ "x" : 1, "topic" : "a.B" }"#, "a.B"),
            (#"{"topic":1,"y":{"topic":"a.B"}}"#, "a.B"), (#"{"x":"topic","topic":"a.B"}"#, "a.B"),
            (#"["topic"]"#, nil), (#"{"topic":"a.B"#, nil), (#"{"topic":"#, nil), (#"{"topic""#, nil), ("", nil),
            (#"{"atopic":"a","topicb":"b"}"#, nil), (#"{"topic":""}"#, ""),
        ])
    func values(text: String, wanted: String?) {
        #expect(Self.value("topic", text) == wanted)
    }

    @Test("the search ends at its limit, the text that it found may go on")
    func limit() {
        let text = #"{"topic":"# + "\"" + String(repeating: "x", count: 100) + "\"}"
        #expect(Self.value("topic", text, within: 12)?.count == 100)
        #expect(Self.value("topic", text, within: 9) == nil)
        #expect(Self.value("topic", String(repeating: " ", count: 600) + text) == nil)
    }

    @Test("channels of different parts are different, and of the same parts the same")
    func channels() {
        var seen: [ChannelID: String] = [:]
        for first in ["", "a", "ab", "orderbook.200", "orderbook.1"] {
            for second in ["", "b", "BTCUSDT", "ETHUSDT", "1000000BTCUSDT", "1000000ETHUSDT"] {
                let id = ChannelID(first, second)
                #expect(seen[id] == nil, "\(first)|\(second) is \(seen[id] ?? "")")
                seen[id] = "\(first)|\(second)"
                #expect(id == ChannelID(first, second))
            }
        }
        #expect(ChannelID("ab", "c") != ChannelID("a", "bc"))
        #expect(ChannelID("abc") != ChannelID("ab", "c"))
        // Names of every length, one byte apart.
        var ids: Set<ChannelID> = []
        for length in 1...40 { for byte in "AB" { ids.insert(ChannelID(String(repeating: byte, count: length))) } }
        #expect(ids.count == 80)
    }
}
