@testable import Runtime
import Synchronization
import Testing

@Suite("Command line")
struct CommandLineTests {
    private enum Format: String, CaseIterable {
        case json
        case text
    }

    private static func sample(_ run: @escaping @Sendable (ParsedCommand) throws -> Void = { _ in }) -> Command {
        Command(
            "tapedeck", abstract: "Records the tape of venues.",
            options: [.value("config", "PATH", "The configuration file.")],
            subcommands: [
                Command(
                    "book", abstract: "Shows the latest book of a symbol.",
                    discussion: "Example:\n\n    tapedeck book bybit BTCUSDT",
                    options: [
                        .value("levels", "N", default: "10", "How many levels of each side."),
                        .flag(
                            "watch",
                            "Shows it again and again until Ctrl-C is pressed, "
                                + "which is the way to look at a book that lives."),
                    ],
                    arguments: [
                        CommandArgument("VENUE", "The venue."), CommandArgument("SYMBOL", "The venue's symbol."),
                    ], run: run),
                Command(
                    "tail", abstract: "Prints a topic.",
                    options: [
                        .value("header", "NAME=VALUE", isRepeating: true, "Only records with this header."),
                        .value("very-long-option-name", "VALUE", "A long one."),
                    ],
                    arguments: [CommandArgument("TOPIC", isOptional: true, isRepeating: true, "Topics.")], run: run),
            ])
    }

    /// What `arguments` were parsed to.
    private static func parsed(_ arguments: String) throws -> ParsedCommand {
        let found = Mutex<ParsedCommand?>(nil)
        let words = arguments.split(separator: " ").map(String.init)
        var parser = CommandParser(sample { parsed in found.withLock { $0 = parsed } })
        guard case .run(let command, let parsed) = try parser.parse(words) else { throw UsageError("no command") }
        try command.run?(parsed)
        return try #require(found.withLock { $0 })
    }

    @Test("options and arguments are read in any order, before and after the subcommand")
    func order() throws {
        for line in [
            "--config x.yaml book --watch --levels 5 bybit BTCUSDT",
            "book bybit --levels=5 BTCUSDT --config=x.yaml --watch",
            "book --levels 5 --watch --config x.yaml -- bybit BTCUSDT",
        ] {
            let parsed = try Self.parsed(line)
            #expect(parsed.value("config") == "x.yaml")
            #expect(try parsed.integer("levels", in: 1...50) == 5)
            #expect(parsed.flag("watch"))
            #expect(parsed.argument("VENUE") == "bybit")
            #expect(parsed.argument("SYMBOL") == "BTCUSDT")
        }
    }

    @Test("what is not given has its default")
    func defaults() throws {
        let parsed = try Self.parsed("book bybit BTCUSDT")
        #expect(parsed.value("config") == nil)
        #expect(parsed.value("levels") == "10")
        #expect(!parsed.flag("watch"))
        #expect(try Self.parsed("tail").argument("TOPIC") == nil)
    }

    @Test("a repeating argument and a repeating option take all")
    func repeating() throws {
        let parsed = try Self.parsed("tail a --header x=1 b --header=y=2 c")
        #expect(parsed.arguments("TOPIC") == ["a", "b", "c"])
        #expect(parsed.values("header") == ["x=1", "y=2"])
    }

    @Test("an option's letter stands for its name", arguments: ["-n 3 x", "x -n=3", "--count 3 x"])
    func short(line: String) throws {
        let command = Command(
            "tail", abstract: "Prints a topic.", options: [.value("count", short: "n", "N", "How many.")],
            arguments: [CommandArgument("TOPIC", "The topic.")]
        ) { _ in }
        var parser = CommandParser(command)
        guard case .run(_, let parsed) = try parser.parse(line.split(separator: " ").map(String.init)) else {
            throw UsageError("no command")
        }
        #expect(try parsed.integer("count", in: 1...9) == 3)
        #expect(CommandHelp(path: [command]).text.contains("\n  -n, --count N             How many.\n"))
    }

    @Test("after -- everything is an argument")
    func dashes() throws {
        #expect(try Self.parsed("tail -- --header -h").arguments("TOPIC") == ["--header", "-h"])
    }

    @Test(
        "wrong usage is explained with the usage line and status 64",
        arguments: [
            ("boot", "unknown subcommand 'boot'; did you mean 'book'?", "tapedeck [--config PATH] <subcommand>"),
            ("", "missing subcommand: one of book, tail", "tapedeck [--config PATH] <subcommand>"),
            (
                "book bybit", "missing argument 'SYMBOL'",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
            (
                "book a b c", "unexpected argument 'c'",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
            (
                "book --level 3 a b", "unknown option '--level'; did you mean '--levels'?",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
            (
                "book a b --levels", "missing value for '--levels N'",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
            (
                "book a b --levels --watch", "missing value for '--levels N'",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
            (
                "book a b --watch=1", "'--watch' takes no value",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
            (
                "book a b --levels 1 --levels 2", "'--levels' is given twice",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
            (
                "book a b -x", "unknown option '-x'",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
            (
                "book a b --levels 51", "'--levels' takes a whole number from 1 to 50, not '51'",
                "tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL"
            ),
        ])
    func usage(line: String, message: String, usage: String) throws {
        let command = Self.sample { parsed in _ = try parsed.integer("levels", in: 1...50) }
        let name = usage.split(separator: " [")[0]
        let text = try Captured.text { descriptor in
            let code = command.perform(line.split(separator: " ").map(String.init), output: -1, errors: descriptor)
            #expect(code == .usage)
            #expect(code.rawValue == 64)
        }
        #expect(text == "Error: \(message)\nUsage: \(usage)\n  See '\(name) --help' for more information.\n")
    }

    @Test("a choice names what is allowed")
    func choice() throws {
        let command = Command("x", abstract: "X.", options: [.value("format", "FORMAT", "F.")]) { parsed in
            _ = try parsed.choice("format", of: Format.self)
        }
        var parser = CommandParser(command)
        guard case .run(_, let parsed) = try parser.parse(["--format", "xml"]) else { throw UsageError("no command") }
        let error = #expect(throws: UsageError.self) { try parsed.choice("format", of: Format.self) }
        #expect(error?.description == "'--format' takes one of json, text, not 'xml'")
    }

    @Test("errors end with their status", arguments: [(0, 78), (1, 64), (2, 70)])
    func status(which: Int, status: Int32) throws {
        struct Broken: Error {}
        let command = Command("x", abstract: "X.") { _ in
            switch which {
            case 0: throw ConfigurationError.unreadable(path: "p", reason: "r")
            case 1: throw UsageError("wrong")
            default: throw Broken()
            }
        }
        let text = try Captured.text { descriptor in
            #expect(command.perform([], output: -1, errors: descriptor).rawValue == status)
        }
        #expect(text.hasPrefix("Error: "))
    }

    @Test("the version goes to stdout", arguments: [["--version"], ["book", "--version"]])
    func version(arguments: [String]) throws {
        let text = try Captured.text { descriptor in
            #expect(Self.sample().perform(arguments, output: descriptor, errors: -1) == .success)
        }
        #expect(text == "\(Build.version)\n")
    }

    @Test(
        "the help of a command names its arguments, options and defaults",
        arguments: [["help", "book"], ["book", "--help"], ["book", "bybit", "-h"]])
    func help(arguments: [String]) throws {
        let text = try Captured.text { descriptor in
            #expect(Self.sample().perform(arguments, output: descriptor, errors: -1) == .success)
        }
        #expect(
            text == """
                OVERVIEW: Shows the latest book of a symbol.

                Example:

                    tapedeck book bybit BTCUSDT

                USAGE: tapedeck book [--config PATH] [--levels N] [--watch] VENUE SYMBOL

                ARGUMENTS:
                  VENUE                     The venue.
                  SYMBOL                    The venue's symbol.

                OPTIONS:
                  --config PATH             The configuration file.
                  --levels N                How many levels of each side. (default: 10)
                  --watch                   Shows it again and again until Ctrl-C is pressed, which is the way to
                                            look at a book that lives.
                  --version                 Show the version.
                  -h, --help                Show help information.

                """)
    }

    @Test("the help of a command with subcommands lists them")
    func overview() throws {
        let text = try Captured.text { _ = Self.sample().perform(["--help"], output: $0, errors: -1) }
        #expect(
            text == """
                OVERVIEW: Records the tape of venues.

                USAGE: tapedeck [--config PATH] <subcommand>

                OPTIONS:
                  --config PATH             The configuration file.
                  --version                 Show the version.
                  -h, --help                Show help information.

                SUBCOMMANDS:
                  book                      Shows the latest book of a symbol.
                  tail                      Prints a topic.

                  See 'tapedeck help <subcommand>' for detailed help.

                """)
    }

    @Test("a long option has its description on the next line")
    func longOption() throws {
        let text = try Captured.text { _ = Self.sample().perform(["help", "tail"], output: $0, errors: -1) }
        #expect(text.contains("  --very-long-option-name VALUE\n                            A long one.\n"))
        #expect(text.contains("USAGE: tapedeck tail [--config PATH] [--header NAME=VALUE]... "))
    }
}
