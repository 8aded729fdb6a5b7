import Runtime
import Testing

/// A section with a key of every type.
private struct SampleConfig: SectionConfig {
    static let section = "dedup"

    var hold: Int
    var name: String
    var ratio: Double
    var isStrict: Bool
    var kinds: [String]
    var label: String?
    var depth: Int

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        hold = try section.integer("hold_milliseconds", default: 50, in: 0...10_000, "How long a change waits.")
        name = try section.string("name", default: "one", "A name.")
        ratio = try section.number("ratio", default: 0.5, in: 0...1, "A share.")
        isStrict = try section.bool("strict", default: true, "Whether.")
        kinds = try section.list("kinds", default: ["trade"], of: ["trade", "book"], "Kinds.")
        label = try section.optionalString("label", "A label.")
        depth = try section.nested("book") { (book) throws(ConfigurationError) in
            try book.integer("depth", default: 10, in: 1...50, "Levels.")
        }
    }
}

@Suite("Configuration errors")
struct ConfigurationErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var message: String
        var testDescription: String { message }
    }

    static let cases = [
        Case(
            text: "dedup:\n  hold_milliseconds: many\n",
            message:
                "t.yaml:2:22: dedup.hold_milliseconds: 'many' is not allowed; it takes a whole number from 0 to 10000"
        ),
        Case(
            text: "dedup:\n  hold_milliseconds: 10001\n",
            message: "t.yaml:2:22: dedup.hold_milliseconds: '10001' is not allowed; "
                + "it takes a whole number from 0 to 10000"),
        Case(
            text: "# a comment\n\ndedup:\n  name: two\n  hold_miliseconds: 5\n",
            message: "t.yaml:5:3: unknown key dedup.hold_miliseconds; did you mean 'hold_milliseconds'? "
                + "Known here: hold_milliseconds, name, ratio, strict, kinds, label, book"),
        Case(
            text: "dedup:\n  zzz: 5\n",
            message: "t.yaml:2:3: unknown key dedup.zzz; "
                + "Known here: hold_milliseconds, name, ratio, strict, kinds, label, book"),
        Case(
            text: "dedup:\n  strict: yes\n",
            message: "t.yaml:2:11: dedup.strict: 'yes' is not allowed; it takes true or false"),
        Case(
            text: "dedup:\n  ratio: 1.5\n",
            message: "t.yaml:2:10: dedup.ratio: '1.5' is not allowed; it takes a number from 0.0 to 1.0"),
        Case(
            text: "dedup:\n  kinds:\n    - book\n    - boock\n",
            message: "t.yaml:4:7: dedup.kinds: 'boock' is not allowed; it takes a list, each one of trade, book"),
        Case(
            text: "dedup:\n  name: [a, b]\n",
            message: "t.yaml:2:9: dedup.name: a list is not allowed; it takes text"),
        Case(
            text: "dedup: 5\n",
            message: "t.yaml:1:8: dedup: a single value is not allowed; it takes a section of keys"),
        Case(
            text: "dedup:\n  book: {depth: 0}\n",
            message: "t.yaml:2:17: dedup.book.depth: '0' is not allowed; it takes a whole number from 1 to 50"),
        Case(
            text: "dedup:\n  book:\n    dept: 1\n",
            message: "t.yaml:3:5: unknown key dedup.book.dept; did you mean 'depth'? Known here: depth"),
        Case(
            text: "dedup:\n  name: a\n  name: b\n",
            message: "t.yaml:3:3: the key 'name' is there twice"),
        Case(text: "dedup:\n  [a]: b\n", message: "t.yaml:2:3: a key is a single word, not a list"),
        Case(text: "- dedup\n", message: "t.yaml:1:1: a list where sections are expected, such as 'kafka:'"),
        Case(text: "dedup: {}\n---\ndedup: {}\n", message: "t.yaml:3:1: a second document; the configuration is one"),
        Case(
            text: "dedup:\n\tname: a\n",
            message: "t.yaml:2:1: found character that cannot start any token (while scanning for the next token)"),
        Case(
            text: "dedup: {name: a\n",
            message: "t.yaml:2:1: did not find expected ',' or '}' (while parsing a flow mapping)"),
        Case(
            text: "a: &a [*a]\n", message: "t.yaml:1:4: nested too deep"),
    ]

    @Test("an error names the place, the key and what is allowed", arguments: cases)
    func message(_ expected: Case) {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(text: expected.text, path: "t.yaml").read(SampleConfig.self)
        }
        #expect(error?.description == expected.message)
    }

    @Test("an unknown section is refused with the nearest one")
    func unknownSection() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(text: "kafka: {}\nnormaliser: {}\n", path: "t.yaml")
        }
        #expect(
            error?.description.hasPrefix("t.yaml:2:1: unknown key 'normaliser'; did you mean 'normalizer'? Known")
                == true
        )
    }

    @Test("bytes that are no UTF-8 are refused at their line")
    func invalidUTF8() throws {
        let path = try TemporaryFile(bytes: Array("dedup:\n  name: ".utf8) + [0xFF, 0x0A])
        let error = #expect(throws: ConfigurationError.self) { try Configuration(path: path.path, environment: [:]) }
        #expect(error?.place == .file(path: path.path, line: 2, column: 9))
    }

    @Test("a few lines of aliases cannot fill the memory")
    func aliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        let error = #expect(throws: ConfigurationError.self) { try Configuration(text: text) }
        #expect(error?.description.hasSuffix("too many values") == true)
    }

    @Test("a file that was named must be there")
    func missingFile() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(path: "/nowhere/tapedeck.yaml", environment: [:])
        }
        #expect(error?.description == "/nowhere/tapedeck.yaml: cannot be read: No such file or directory")
    }

    @Test("a key without a default must be there")
    func missingKey() throws {
        var section = try Configuration(text: "dedup:\n  a: 1\n", path: "t.yaml").section("dedup")
        let error = #expect(throws: ConfigurationError.self) {
            try section.string("topic", "A topic.")
        }
        #expect(error?.description == "t.yaml:2:3: dedup.topic is missing; it takes text")
    }
}
