/// The help of a command, in the layout of swift-argument-parser.
struct CommandHelp {
    /// Lines are broken at this width.
    static let width = 100
    /// Where descriptions start.
    static let indent = 28

    /// The commands from the outermost to the one that is explained.
    let path: [Command]

    private var command: Command { path[path.count - 1] }

    /// The command as it is typed, such as `tapedeck book`.
    var name: String { path.map(\.name).joined(separator: " ") }

    /// The usage line.
    var usage: String {
        var words = [name]
        for option in path.flatMap(\.options) {
            words.append(option.isRepeating ? "[\(option.spelling)]..." : "[\(option.spelling)]")
        }
        words += command.arguments.map(\.spelling)
        if !command.subcommands.isEmpty { words.append("<subcommand>") }
        return words.joined(separator: " ")
    }

    /// The whole help.
    var text: String {
        var text = Self.wrap("OVERVIEW: \(command.abstract)", indent: 0) + "\n\n"
        if !command.discussion.isEmpty {
            text +=
                command.discussion.split(separator: "\n", omittingEmptySubsequences: false).map {
                    $0.hasPrefix(" ") ? String($0) : Self.wrap(String($0), indent: 0)
                }.joined(separator: "\n") + "\n\n"
        }
        text += Self.wrap("USAGE: \(usage)", indent: 7) + "\n"
        text += Self.section("ARGUMENTS", command.arguments.map { ($0.name, $0.help) })
        text += Self.section("OPTIONS", optionRows)
        text += Self.section("SUBCOMMANDS", command.subcommands.map { ($0.name, $0.abstract) })
        if !command.subcommands.isEmpty { text += "\n  See '\(name) help <subcommand>' for detailed help.\n" }
        return text
    }

    private var optionRows: [(String, String)] {
        let rows = path.flatMap(\.options).map { option in
            (option.longSpelling, option.help + (option.defaultValue.map { " (default: \($0))" } ?? ""))
        }
        return rows + [("--version", "Show the version."), ("-h, --help", "Show help information.")]
    }

    private static func section(_ title: String, _ rows: [(String, String)]) -> String {
        guard !rows.isEmpty else { return "" }
        var text = "\n\(title):\n"
        for (left, help) in rows {
            let start = "  \(left)"
            // What is too long for the left column has the line to itself.
            let gap = start.count < indent ? String(repeating: " ", count: indent - start.count) : ""
            let body = wrap(String(repeating: " ", count: indent) + help, indent: indent).dropFirst(indent)
            text +=
                gap.isEmpty ? "\(start)\n\(String(repeating: " ", count: indent))\(body)\n" : "\(start)\(gap)\(body)\n"
        }
        return text
    }

    /// Breaks a text at spaces; lines after the first are indented. What stands in brackets stays together.
    static func wrap(_ text: String, indent: Int) -> String {
        var lines: [String] = []
        var line = String(text.prefix { $0 == " " })
        var isEmpty = true
        for word in words(text) {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                isEmpty = true
            }
            line += isEmpty ? word : " \(word)"
            isEmpty = false
        }
        return (lines + [line]).joined(separator: "\n")
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for word in text.split(separator: " ") {
            // `[--config PATH]` is one word.
            if let last = words.last, last.hasPrefix("[--"), !last.contains("]") {
                words[words.count - 1] += " \(word)"
            } else {
                words.append(String(word))
            }
        }
        return words
    }
}
