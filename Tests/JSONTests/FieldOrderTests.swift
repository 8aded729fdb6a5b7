import JSON
import MarketData
import Simulator
import TestSupport
import Testing

/// A name as a number, so that a test sees which names were read.
private struct NameHash: JSONField, Hashable {
    var hash: UInt64 = 0

    init() {}
    init(named key: JSONKey) {
        hash = key.bytes.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
}

/// What reading an object came to.
private enum Reading: Equatable {
    case fields([NameHash], end: Int)
    case failure(DecodeError)
}

@Suite("FieldOrder")
struct FieldOrderTests {
    private func expected(_ bytes: [UInt8]) -> Reading {
        read(bytes) { cursor throws(DecodeError) in
            var names: [NameHash] = []
            var object = try cursor.beginObject()
            while let key = try cursor.nextKey(&object) {
                names.append(NameHash(named: key))
                try cursor.skipValue()
            }
            return names
        }
    }

    private func ordered(_ bytes: [UInt8], _ order: inout FieldOrder<NameHash>) -> Reading {
        read(bytes) { cursor throws(DecodeError) in
            var names: [NameHash] = []
            var object = try cursor.beginObject(in: &order)
            while let field = try cursor.nextField(&object, in: &order) {
                names.append(field)
                try cursor.skipValue()
            }
            return names
        }
    }

    private func read(_ bytes: [UInt8], _ body: (inout JSONCursor) throws(DecodeError) -> [NameHash]) -> Reading {
        var frame = FrameBuffer(minimumCapacity: 16)
        let result = bytes.withUnsafeBytes { raw in Result { () throws(DecodeError) in try frame.assign(raw) } }
        do throws(DecodeError) {
            try result.get()
            var cursor = frame.cursor
            let names = try body(&cursor)
            return .fields(names, end: cursor.offset)
        } catch {
            return .failure(error)
        }
    }

    /// Some of eighty names, in their order or in any, with white space here and there.
    private func object(_ generator: inout SeededGenerator) -> [UInt8] {
        var names = (0..<80).map { "\(String(repeating: "key_", count: $0 % 9))\($0)" }
        names = names.filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }
        names = Array(names.prefix(Int.random(in: 0...80, using: &generator)))
        if Int.random(in: 0..<4, using: &generator) == 0 { names.shuffle(using: &generator) }
        let space = ["", "", "", " ", "\n"].randomElement(using: &generator) ?? ""
        let values = ["1", "-2.50", "\"x\"", "null", "{\"a\":[1]}", "true"]
        let fields = names.map { name in
            "\(space)\"\(name)\"\(space):\(space)\(values.randomElement(using: &generator) ?? "0")\(space)"
        }
        return Array("{\(fields.joined(separator: ","))}".utf8)
    }

    @Test("an object gives the same fields and errors as without an order", arguments: [1, 2, 3] as [UInt64])
    func sameAsWithout(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var order = FieldOrder(blank: NameHash())
        for _ in 0..<400 {
            var bytes = object(&generator)
            for _ in 0..<(Bool.random(using: &generator) ? 0 : Int.random(in: 1...3, using: &generator)) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                    Array("\"{}[],:\\ 1ak\u{1}".utf8).randomElement(using: &generator) ?? 0
            }
            if Int.random(in: 0..<8, using: &generator) == 0 {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            }
            let (expected, actual) = (expected(bytes), ordered(bytes, &order))
            guard actual == expected else {
                Issue.record("seed \(seed): \(String(decoding: bytes, as: UTF8.self)): \(actual), not \(expected)")
                return
            }
        }
    }

    @Test("a cut object is an error, however well it is known")
    func cut() {
        let bytes = Array(
            #"{"price":"1.5","size":2,"a_name_of_twenty_nine_bytes_":3,"a_name_of_thirty_bytes_______":4}"#.utf8)
        var order = FieldOrder(blank: NameHash())
        for _ in 0..<2 {
            let whole = ordered(bytes, &order)
            #expect(whole == expected(bytes))
        }
        for length in 0..<bytes.count {
            let prefix = Array(bytes[..<length])
            let (expected, actual) = (expected(prefix), ordered(prefix, &order))
            guard case .failure = actual else {
                Issue.record("\(length) bytes were taken for an object")
                return
            }
            #expect(actual == expected)
        }
    }

    @Test("a copy learns for itself")
    func copies() {
        let (one, other) = (Array(#"{"a":1,"bb":2}"#.utf8), Array(#"{"bb":1,"c":2,"a":3}"#.utf8))
        var first = FieldOrder(blank: NameHash())
        _ = ordered(one, &first)
        var second = first
        for _ in 0..<3 {
            let readings = [ordered(other, &second), ordered(one, &first)]
            #expect(readings == [expected(other), expected(one)])
        }
    }

    @Test("the rest of an object is passed")
    func rest() throws {
        var frame = FrameBuffer()
        for (text, isWhole) in [
            (#"{"a":1}"#, true), (#"{"a":1,"b":{"c":[2]},"d\n":"x"}"#, true), (#"{"a":1 , "b":2 }"#, true),
            (#"{"a":1,}"#, false), (#"{"a":1 2}"#, false), (#"{"a":1"#, false), (#"{"a":1]"#, false),
        ] {
            try frame.assign(text)
            var cursor = frame.cursor
            var object = try cursor.beginObject()
            _ = try cursor.nextKey(&object)
            _ = try cursor.integer()
            let result = Result { () throws(DecodeError) in
                try cursor.skipRestOfObject()
                try cursor.finish()
            }
            let isPassed = (try? result.get()) != nil
            #expect(isPassed == isWhole, "\(text)")
        }
    }

    @Test("bytes are taken only where they are the very same")
    func take() throws {
        var frame = FrameBuffer()
        try frame.assign(#"{"method":"x"}"#)
        var cursor = frame.cursor
        let refused = [cursor.take(#"{"method":"y"#), cursor.take(#"{"method":"x"}""#)]
        #expect(refused == [false, false])
        #expect(cursor.offset == 0)
        let isTaken = cursor.take(#"{"method":"#)
        #expect(isTaken)
        var known = cursor
        let word = try known.word()
        let taken = [cursor.takeString(word), cursor.takeString(word), cursor.take("}")]
        #expect(taken == [true, false, true])
        try cursor.finish()
    }

    @Test("a string is taken only where it is the same whole string")
    func takeString() throws {
        let texts = [
            "a", "2026-08-09T21:05:48.228568804Z", "2026-08-09T21:05:49.228568804Z", "2026-08-09T21:05:48.22856880Z",
        ]
        for known in texts {
            for text in texts + ["\(known)x", ""] {
                var frame = FrameBuffer()
                try frame.assign("[\"\(known)\",\"\(text)\"]")
                var cursor = frame.cursor
                var list = try cursor.beginArray()
                try cursor.requireElement(&list)
                let word = try cursor.word()
                try cursor.requireElement(&list)
                let isTaken = cursor.takeString(word)
                #expect(isTaken == (known == text))
            }
        }
    }
}
