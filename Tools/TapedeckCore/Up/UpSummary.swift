/// The results of a run, compared with the expected ones.
struct UpSummary {
    var counts: TapeCounts
    var books: [BookCheck.Finding]
    var archivedRows: [String: Int]
    var archivedFiles: Int
    /// Services that ended on their own or had to be killed.
    var casualties: [String]
    /// The expected results of each venue: the types of documents that it sends.
    var expectedTypes: [String: Set<String>]

    /// Everything that is missing or wrong; empty after a successful run.
    var problems: [String] {
        var problems = casualties
        for (venue, types) in expectedTypes.sorted(by: { $0.key < $1.key }) {
            let seen = counts.venues[venue] ?? TapeCounts.Venue()
            if seen.frames == 0 { problems.append("\(venue): no frames") }
            let missing = types.filter { seen.documents[$0, default: 0] == 0 }.sorted()
            if !missing.isEmpty { problems.append("\(venue): no documents of type \(missing.joined(separator: ", "))") }
            if archivedRows[venue, default: 0] == 0 { problems.append("\(venue): nothing in the archive") }
        }
        for book in books where book.state != "live" {
            problems.append("\(book.venue) \(book.symbol) (\(book.product)): the book in Redis is \(book.state)")
        }
        for (topic, count) in counts.deadLetters.sorted(by: { $0.key < $1.key }) {
            problems.append("\(count) dead letters in \(topic)")
        }
        return problems
    }

    /// The table and the result; the last line is `demo ok` or lists the problems.
    var text: String {
        var lines = ["", "venue       frames  normalized      market  copies removed  live books   archived rows"]
        for (venue, seen) in counts.venues.sorted(by: { $0.key < $1.key }) {
            let own = books.filter { $0.venue == venue }
            let live = own.filter { $0.state == "live" }.count
            lines.append(
                Self.left(venue, 9) + Self.right("\(seen.frames)", 9) + Self.right("\(seen.normalized)", 12)
                    + Self.right("\(seen.total)", 12) + Self.right("\(max(0, seen.normalized - seen.total))", 16)
                    + Self.right("\(live)/\(own.count)", 12) + Self.right("\(archivedRows[venue, default: 0])", 16))
            let types = seen.documents.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines.append("          " + types.joined(separator: ", "))
        }
        lines.append("\(archivedFiles) Parquet files")
        lines += problems.map { "missing: \($0)" }
        lines.append(problems.isEmpty ? "demo ok" : "demo failed: \(problems.count) problems, see above")
        return lines.joined(separator: "\n")
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
