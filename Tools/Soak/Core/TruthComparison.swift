/// What a simulator made beside what came out.
struct TruthComparison {
    /// Events that the simulator sent to at least one connection.
    private(set) var made = 0
    /// Different events in `market.*`.
    private(set) var out = 0
    /// Events that are missing, and events that came again, by symbol and kind.
    private(set) var lost: [String: Int] = [:]
    private(set) var repeated: [String: Int] = [:]
    /// Named gaps.
    let gaps: [String]
    /// Documents that filled a hole of the other source.
    let filled: Int

    init(_ truth: SoakTruth, _ ledger: borrowing SoakLedger) {
        gaps = ledger.gaps
        filled = ledger.filled
        for (name, count) in truth.delivered where Self.isCompared(name, ledger) {
            let account = ledger.accounts[name] ?? SoakLedger.Account()
            made += count
            out += account.events
            if account.events != count { lost[name] = count - account.events }
            if account.repeated > 0 { repeated[name] = account.repeated }
        }
    }

    /// Trades, and books that are numbered.
    private static func isCompared(_ name: String, _ ledger: borrowing SoakLedger) -> Bool {
        name.hasSuffix("/trade") || (name.hasSuffix("/book") && ledger.accounts[name] != nil)
    }

    /// Whether anything was made, and nothing is lost, repeated or named as a gap.
    var isGood: Bool { made > 0 && problems.isEmpty }

    /// All of it in numbers.
    var line: String {
        """
        in=\(made) out=\(out) lost=\(lost.values.reduce(0, +)) repeated=\(repeated.values.reduce(0, +)) \
        gaps=\(gaps.count) filled=\(filled)
        """
    }

    /// What is wrong, a line each.
    var problems: [String] {
        lost.sorted { $0.key < $1.key }.map { "lost: \($0.value) of \($0.key)" }
            + repeated.sorted { $0.key < $1.key }.map { "repeated: \($0.value) of \($0.key)" }
            + gaps.prefix(20).map { "gap: \($0)" }
    }
}
