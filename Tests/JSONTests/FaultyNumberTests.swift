import JSON
import MarketData
import TestSupport
import Testing

@Suite("Numbers that are none, and numbers that do not fit")
struct FaultyNumberTests {
    /// Reads the value of the field `wanted`, wherever it stands, with `body`.
    private func read<Value>(
        _ text: String, _ wanted: StaticString = "a", _ body: (inout JSONCursor) throws(DecodeError) -> Value
    ) throws(DecodeError) -> Value {
        var frame = FrameBuffer(minimumCapacity: 16)
        let assigned = Result { () throws(DecodeError) in try frame.assign(text) }
        try assigned.get()
        var cursor = frame.cursor
        var value: Value?
        func visit(_ cursor: inout JSONCursor) throws(DecodeError) {
            switch cursor.peek() {
            case UInt8(ascii: "{"):
                var object = try cursor.beginObject()
                while let key = try cursor.nextKey(&object) {
                    if wanted ~= key { value = try body(&cursor) } else { try visit(&cursor) }
                }
            case UInt8(ascii: "["):
                var list = try cursor.beginArray()
                while try cursor.nextElement(&list) { try visit(&cursor) }
            default: try cursor.skipValue()
            }
        }
        try visit(&cursor)
        try cursor.finish()
        guard let value else { throw .missingField(wanted.description) }
        return value
    }

    @Test(
        "a quoted text that is no number is told with its field",
        arguments: ["abc", "NaN", "0.-10000", "1e", "", "--1", "1.", ".5", "+", "1 2", "1_000", "٣"])
    func noNumber(text: String) {
        let expected = DecodeError.faultyNumber(FaultyNumber(.notANumber, field: "a", text: text))
        #expect(throws: expected) { try read("{\"a\":\"\(text)\"}") { c throws(DecodeError) in try c.decimal() } }
        #expect(throws: expected) { try read("{\"a\":\"\(text)\"}") { c throws(DecodeError) in try c.integer() } }
        #expect(throws: expected) {
            try read("{\"a\":\"\(text)\"}") { c throws(DecodeError) in _ = try c.integerText() }
        }
        #expect(expected.code == "wrong_type")
        #expect(expected.description == "'a' is '\(text)', which is no number that it may be")
    }

    @Test(
        "the place is told through objects and lists",
        arguments: [
            (#"{"x":{"y":[1,{"a":"z"}]},"b":2}"#, "x.y[1].a"), (#"[0,[],[{"q":"\"]}","a":"z"}]]"#, "[2][0].a"),
            (#" { "x" : [ "," , { "a" : "z" } ] } "#, "x[1].a"), (#"{"x":{"b":[]},"y":{},"a":"z"}"#, "a"),
        ])
    func places(frame: String, place: String) {
        #expect(throws: DecodeError.faultyNumber(FaultyNumber(.notANumber, field: place, text: "z"))) {
            try read(frame) { c throws(DecodeError) in try c.decimal() }
        }
    }

    @Test("levels are told by their place")
    func levels() {
        for (text, place, value) in [
            (#"{"a":[["1","2"],["3","x"]]}"#, "a[1][1]", "x"), (#"{"a":[["1","2"],["0.-1","2"]]}"#, "a[1][0]", "0.-1"),
            (#"{"a":[[1,"2"],[3,4],["",5]]}"#, "a[2][0]", ""),
        ] {
            #expect(throws: DecodeError.faultyNumber(FaultyNumber(.notANumber, field: place, text: value))) {
                var levels = Buffer<Level>()
                _ = try read(text) { c throws(DecodeError) in try c.levels(into: &levels) }
            }
        }
    }

    @Test("a number that does not fit is told with its text, of which 64 bytes are kept")
    func doesNotFit() {
        for text in ["1e99", "170141183460469231732", "0.0000000000000000001", "-1e30"] {
            for quotes in ["", "\""] {
                #expect(throws: DecodeError.faultyNumber(FaultyNumber(.doesNotFit, field: "a", text: text))) {
                    try read("{\"a\":\(quotes)\(text)\(quotes)}") { c throws(DecodeError) in try c.decimal() }
                }
            }
        }
        let long = String(repeating: "9", count: 100)
        let error = #expect(throws: DecodeError.self) {
            try read("{\"a\":\(long)}") { c throws(DecodeError) in try c.integer() }
        }
        #expect(error?.code == "number_does_not_fit")
        #expect(error?.description == "'a' is '\(long.prefix(64))…', a number that does not fit")
    }

    @Test("without quotes what is no number is no JSON, and other types are other types")
    func bare() {
        for (text, code) in [
            ("NaN", "malformed"), ("abc", "malformed"), ("1e", "malformed"), ("--1", "malformed"), (".5", "malformed"),
            ("01", "malformed"), ("true", "wrong_type"), ("{}", "wrong_type"), ("[]", "wrong_type"),
        ] {
            let error = #expect(throws: DecodeError.self) {
                try read("{\"a\":\(text)}") { c throws(DecodeError) in try c.decimal() }
            }
            #expect(error?.code == code, "\(text)")
        }
    }

    @Test("a whole number that is an id may be of any length")
    func ids() throws {
        for text in ["0", "12345678901234567", "123456789012345678901234567", "-7"] {
            for quotes in ["", "\""] {
                let id = try read("{\"a\":\(quotes)\(text)\(quotes)}") { c throws(DecodeError) in
                    String(decoding: try c.integerText(), as: UTF8.self)
                }
                #expect(id == text)
            }
        }
    }

    @Test(
        "a descriptive number is rounded, or left out, and counted",
        arguments: [
            ("0.5", "0.5", 0, 0), ("-12", "-12", 0, 0), ("1.7362511643080387e-7", "0.000000173625116431", 1, 0),
            ("0.0000000000000000005", "0", 1, 0), ("0.0000000000000000015", "0.000000000000000002", 1, 0),
            ("0.00000000000000000050000000000000000001", "0.000000000000000001", 1, 0),
            ("1234567890.12345678901234567849", "1234567890.123456789012345678", 1, 0),
            ("1e21", nil, 0, 1), ("-999999999999999999999999999", nil, 0, 1), ("1.50000000000000000000", "1.5", 0, 0),
        ] as [(String, String?, Int, Int)])
    func descriptive(text: String, expected: String?, rounded: Int, leftOut: Int) throws {
        for quotes in ["", "\""] {
            var notes = DescriptiveNumbers()
            let number = try read("{\"a\":\(quotes)\(text)\(quotes),\"b\":1}") { c throws(DecodeError) in
                try c.descriptive(&notes)
            }
            #expect(number?.description == expected)
            #expect(notes.rounded == rounded && notes.leftOut == leftOut)
        }
    }

    @Test("a descriptive number may be missing and must be a number; one in other units is moved")
    func descriptiveForms() throws {
        var notes = DescriptiveNumbers()
        for text in ["null", "\"\""] {
            #expect(try read("{\"a\":\(text)}") { c throws(DecodeError) in try c.descriptive(&notes) } == nil)
        }
        for (text, expected) in [
            ("12345", "0.00012345"), ("\"-5\"", "-0.00000005"), ("1234567890123", "12345.67890123"),
        ] {
            let number = try read("{\"a\":\(text)}") { c throws(DecodeError) in
                try c.descriptive(&notes, timesTenToThe: -8)
            }
            #expect(number?.description == expected)
        }
        #expect(notes == DescriptiveNumbers())
        for text in ["\"abc\"", "true", "\"1e\"", "[]", "1e"] {
            #expect(throws: DecodeError.self) {
                try read("{\"a\":\(text)}") { c throws(DecodeError) in try c.descriptive(&notes) }
            }
        }
    }
}
