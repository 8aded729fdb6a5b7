import JSON
import MarketData
import Simulator
import TestSupport
import Testing

@Suite("JSONCursor")
struct JSONCursorTests {
    private func read<Value>(_ text: String, _ body: (inout JSONCursor) throws -> Value) throws -> Value {
        var frame = FrameBuffer(minimumCapacity: 16)
        try frame.assign(text)
        var cursor = frame.cursor
        let value = try body(&cursor)
        try cursor.finish()
        return value
    }

    @Test(
        "numbers, quoted or bare, are exact",
        arguments: [
            "0", "-1", "65114.30", "0.00000001", "123456789.123456789", "1234567890123456789", "0.000000000000000001",
            "12345678.12345678", "1e-5", "2.5E3",
            "99999999999999999999.5", "-0.0010",
        ])
    func decimals(_ text: String) throws {
        let expected = try Decimal(text)
        #expect(try read(text) { try $0.decimal() } == expected)
        #expect(try read("\"\(text)\"") { try $0.decimal() } == expected)
    }

    @Test("random numbers of every length equal the exact parser's", arguments: [1, 2] as [UInt64])
    func randomDecimals(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4000 {
            let whole = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }.joined()
            let fraction = (0..<Int.random(in: 0...19, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }.joined()
            let text = fraction.isEmpty ? whole : "\(whole).\(fraction)"
            let expected = try? Decimal(text)
            let actual = try? read("\"\(text)\"") { try $0.decimal() }
            guard actual == expected else {
                Issue.record("seed \(seed): \(text)")
                return
            }
        }
    }

    @Test(
        "bad numbers are errors",
        arguments: [
            "01", "\"\"", "\"1.\"", "\".5\"", "-", "\"1x\"", "\"1e\"", "[]", "null", "true", "1.", "\"1", "", "\"NaN\"",
        ])
    func badDecimals(_ text: String) {
        #expect(throws: DecodeError.self) { try read(text) { try $0.decimal() } }
    }

    @Test("whole numbers keep to 64 bits and to whole numbers")
    func integers() throws {
        #expect(try read("9223372036854775807") { try $0.integer() } == .max)
        #expect(try read("\"-42\"") { try $0.integer() } == -42)
        for text in ["9223372036854775808", "1.5", "1e3", "\"\"", "x"] {
            #expect(throws: DecodeError.self) { try read(text) { try $0.integer() } }
        }
    }

    @Test("keys compare exactly, whatever their length")
    func keys() throws {
        let names = [
            "a", "price", "lastPric", "lastPrice", "lastPrise", "abcdefghijklmnop", "abcdefghijklmnoX",
            "price_percent_chg_24_h", "price_percent_XXX_24_h",
        ]
        for name in names {
            let matched = try read("{\"\(name)\":1}") { cursor -> String in
                var scope = try cursor.beginObject()
                var result = ""
                while let key = try cursor.nextKey(&scope) {
                    switch key {
                    case "a": result = "a"
                    case "price": result = "price"
                    case "lastPric": result = "lastPric"
                    case "lastPrice": result = "lastPrice"
                    case "lastPrise": result = "lastPrise"
                    case "abcdefghijklmnop": result = "abcdefghijklmnop"
                    case "abcdefghijklmnoX": result = "abcdefghijklmnoX"
                    case "price_percent_chg_24_h": result = "price_percent_chg_24_h"
                    case "price_percent_XXX_24_h": result = "price_percent_XXX_24_h"
                    default: result = "none"
                    }
                    try cursor.skipValue()
                }
                return result
            }
            #expect(matched == name)
        }
    }

    @Test(
        "whole values are passed, with white space anywhere",
        arguments: [
            "{}", "[]", "[[],[[]]]", " { \"a\" : [ 1 , -2.5e+3 , \"x\\u00e9\\n\" , true , null ] , \"b\" : { } } ",
            "\"\\\"\"", "1e400", "\"ü€𝄞\"",
        ])
    func skips(_ text: String) throws {
        try read(text) { try $0.skipValue() }
    }

    @Test(
        "broken values are errors",
        arguments: [
            "", "{", "[1", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "[1 2]", "tru", "nul", "\"abc", "\"\\x\"",
            "\"\u{1}\"", "01", "1.", "-", "[1]]", "{}x",
            "\"\\u12\"", "\"\\ud800\"", "{\"a\":1", "[\"a\\", "\u{FEFF}{}",
        ])
    func refuses(_ text: String) {
        #expect(throws: DecodeError.self) { try read(text) { try $0.skipValue() } }
    }

    @Test("depth is bounded")
    func depth() {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(throws: DecodeError.tooDeep(offset: 32)) { try read(deep) { try $0.skipValue() } }
    }

    @Test("bytes that are not UTF-8 are refused with their place")
    func invalidUTF8() {
        var frame = FrameBuffer()
        for (bytes, offset) in [
            ([0x22, 0xC3, 0x28, 0x22], 1), ([0xFF], 0), ([0x22, 0xE2, 0x82], 1), ([0xED, 0xA0, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0),
        ] as [([UInt8], Int)] {
            #expect(throws: DecodeError.invalidUTF8(offset: offset)) {
                try bytes.withUnsafeBytes { try frame.assign($0) }
            }
        }
    }

    @Test("a frame beyond the limit is refused before it is copied")
    func tooLarge() {
        var frame = FrameBuffer()
        let bytes = [UInt8](repeating: 0x20, count: FrameBuffer.maximumFrameLength + 1)
        #expect(throws: DecodeError.tooLarge(bytes: bytes.count)) { try bytes.withUnsafeBytes { try frame.assign($0) } }
    }

    @Test("levels go into the buffer, further elements of a level are passed")
    func levels() throws {
        var levels = Buffer<Level>()
        let range = try read("[[\"1.5\",\"2\"],[3,4,\"x\"]]") { cursor in try cursor.levels(into: &levels) }
        #expect(range.indices == 0..<2)
        #expect(levels[1] == Level(price: Decimal(3), size: Decimal(4)))
        #expect(try read("[]") { cursor in try cursor.levels(into: &levels) }.count == 0)
        for text in ["[[1]]", "[[]]", "[1,2]", "[[1,\"\"]]", "[[1,2],", "[[1,2]"] {
            #expect(throws: DecodeError.self) {
                try read(text) { cursor in _ = try cursor.levels(into: &levels) }
            }
        }
    }

    @Test("a level gives the same numbers in every form", arguments: [1, 2, 3] as [UInt64])
    func formsOfLevels(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func number() -> String {
            let whole = String(
                UInt64.random(in: 0...(.max >> UInt64.random(in: 0...63, using: &generator)), using: &generator))
            let digits = Int.random(in: 0...18, using: &generator)
            let fraction = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
            return digits == 0 ? whole : "\(whole).\(fraction)"
        }
        for _ in 0..<500 {
            let (price, size) = (number(), number())
            let expected = Level(price: try Decimal(price), size: try Decimal(size))
            for text in [
                "[[\"\(price)\",\"\(size)\"]]", "[[\(price),\(size)]]", "[ [ \"\(price)\" , \"\(size)\" ] ]",
                "[[\"\(price)\",\"\(size)\",\"0\"]]", "[[\"\(price)e0\",\"\(size)\"]]",
            ] {
                var levels = Buffer<Level>()
                _ = try read(text) { cursor in try cursor.levels(into: &levels) }
                guard levels.count == 1, levels[0] == expected else {
                    Issue.record("seed \(seed): \(text)")
                    return
                }
            }
        }
    }

    @Test("levels cut off anywhere are an error")
    func truncatedLevels() {
        let text = "[[\"65114.30\",\"0.042\"],[\"1.5\",\"2\"]]"
        for length in 0..<text.utf8.count {
            var levels = Buffer<Level>()
            #expect(throws: DecodeError.self) {
                try read(String(text.prefix(length))) { cursor in _ = try cursor.levels(into: &levels) }
            }
        }
    }

    @Test("ISO times keep up to nine digits of fraction")
    func isoTimes() throws {
        #expect(try read("\"1970-01-01T00:00:01Z\"") { try $0.isoTime() }.nanoseconds == 1_000_000_000)
        #expect(try read("\"2018-04-15T23:11:43.047Z\"") { try $0.isoTime() }.nanoseconds == 1_523_833_903_047_000_000)
        #expect(
            try read("\"2026-08-09T21:05:48.228568804Z\"") { try $0.isoTime() }.nanoseconds == 1_786_309_548_228_568_804
        )
        for text in [
            "\"2018-04-15\"", "\"2018-04-15T23:11:43.Z\"", "\"2018-13-15T23:11:43Z\"", "\"2018-04-15 23:11:43.047Z\"",
            "\"2018-04-15T23:11:43+00\"",
        ] {
            #expect(throws: DecodeError.self) { try read(text) { try $0.isoTime() } }
        }
    }

    @Test("escapes are resolved where text is wanted and refused where a name is")
    func strings() throws {
        var buffer = Buffer<UInt8>()
        try read("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud834\\udd1e\"") { cursor in
            try cursor.appendString(to: &buffer)
        }
        #expect(buffer.withUnsafeBuffer { String(decoding: $0, as: UTF8.self) } == "a\"\\/\u{8}\u{c}\n\r\té𝄞")
        #expect(throws: DecodeError.unexpectedEscape(offset: 2)) {
            try read("\"a\\n\"") { c in _ = try c.simpleString() }
        }
    }

    @Test("truncated and random bytes never trap", arguments: [1, 2, 3] as [UInt64])
    func randomBytes(seed: UInt64) throws {
        let sample = Array(
            #"{"topic":"orderbook.50.BTCUSDT","ts":1672304484978,"data":{"b":[["16493.50","0.006"],[1e5,null]],"x":"\u00e9","t":true},"n":-1.5E+2}"#
                .utf8)
        var generator = SeededGenerator(seed: seed)
        var frame = FrameBuffer(minimumCapacity: 16)
        for length in 0..<sample.count {
            #expect(throws: DecodeError.self) { try skip(Array(sample[..<length]), &frame) }
        }
        for _ in 0..<4000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            try? skip(bytes, &frame)
        }
    }

    private func skip(_ bytes: [UInt8], _ frame: inout FrameBuffer) throws(DecodeError) {
        let result = bytes.withUnsafeBytes { raw in Result { () throws(DecodeError) in try frame.assign(raw) } }
        try result.get()
        var cursor = frame.cursor
        try cursor.skipValue()
        try cursor.finish()
    }
}
