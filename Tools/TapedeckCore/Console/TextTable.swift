/// Rows of text in columns that are as wide as their contents.
struct TextTable {
    /// The alignment of a text in its column.
    enum Alignment {
        case left
        case right
    }

    /// A column.
    struct Column {
        var title: String
        var alignment: Alignment

        init(_ title: String, _ alignment: Alignment = .right) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// The space between two columns.
    static let gap = "  "

    let columns: [Column]
    var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row with one text per column.
    mutating func append(_ row: [String]) {
        precondition(row.count == columns.count, "a row has a text for each column")
        rows.append(row)
    }

    /// The titles and the rows, without trailing spaces.
    var lines: [String] {
        let widths = widths
        return ([columns.map(\.title)] + rows).map { line($0, widths) }
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        let cells = zip(columns.indices, row).map { index, text in
            let padding = String(repeating: " ", count: max(0, widths[index] - text.count))
            return columns[index].alignment == .left ? text + padding : padding + text
        }
        var line = cells.joined(separator: Self.gap)
        while line.last == " " { line.removeLast() }
        return line
    }

    private var widths: [Int] {
        columns.indices.map { index in
            rows.reduce(columns[index].title.count) { max($0, $1[index].count) }
        }
    }
}
