import Foundation

/// The live view of a run, with rates between consecutive seconds.
struct UpReport {
    private let isTerminal: Bool
    private var before = TapeCounts()
    private var lines = 0
    private var rounds = 0
    private let start = Date()
    /// Without a terminal, the number of seconds between reports.
    private static let quietSeconds = 5

    init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }

    /// The text to print; nil when nothing is due.
    mutating func text(_ counts: TapeCounts, _ books: [BookCheck.Finding], lag: Int, isPaused: Bool) -> String? {
        rounds += 1
        guard isTerminal || rounds % Self.quietSeconds == 0 else { return nil }
        let seconds = isTerminal ? 1 : Self.quietSeconds
        defer { before = counts }
        var rows = [
            String(
                format: "%4.0f s   behind %d%@", Date().timeIntervalSince(start), lag,
                isPaused ? "   (the simulator waits)" : ""),
            "venue      frames/s  documents/s  live books  best",
        ]
        for (venue, seen) in counts.venues.sorted(by: { $0.key < $1.key }) {
            let old = before.venues[venue] ?? TapeCounts.Venue()
            let own = books.filter { $0.venue == venue }
            let live = own.filter { $0.state == "live" }
            let best = live.prefix(2).map { "\($0.symbol) \($0.bid)/\($0.ask)" }.joined(separator: "  ")
            rows.append(
                String(
                    format: "%@ %8d %12d %11@  %@", venue.padding(toLength: 10, withPad: " ", startingAt: 0),
                    (seen.frames - old.frames) / seconds, (seen.total - old.total) / seconds,
                    "\(live.count)/\(own.count)" as NSString, best as NSString))
        }
        for (topic, count) in counts.deadLetters { rows.append("dead letters: \(count) in \(topic)") }
        let rewind = isTerminal && lines > 0 ? "\u{1B}[\(lines)A\u{1B}[J" : ""
        lines = rows.count
        return rewind + rows.joined(separator: "\n")
    }
}
