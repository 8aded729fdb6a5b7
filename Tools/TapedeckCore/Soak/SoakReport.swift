/// What was made beside what came out.
struct SoakReport {
    /// Events that the simulator sent to at least one connection.
    var made = 0
    /// Different events in `market.*`.
    var out = 0
    /// Events that are missing, and events that came again, by symbol and kind.
    var lost: [String: Int] = [:]
    var repeated: [String: Int] = [:]
    /// Named gaps.
    var gaps: [String] = []
    /// Documents that filled a hole of the other source.
    var filled = 0
    /// What the services held.
    let memory: SoakMemory

    init(_ truth: SoakTruth, _ ledger: borrowing SoakLedger, memory: SoakMemory) {
        self.memory = memory
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

    /// Whether nothing is lost, repeated or growing.
    var isGood: Bool {
        made > 0 && problems.isEmpty
    }

    /// The one line that says it all.
    var line: String {
        let quarters = memory.quarters
        return """
            soak in=\(made) out=\(out) lost=\(lost.values.reduce(0, +)) repeated=\(repeated.values.reduce(0, +)) \
            gaps=\(gaps.count) filled=\(filled) rss_start_mb=\(quarters.reduce(0) { $0 + $1.start } >> 20) \
            rss_end_mb=\(quarters.reduce(0) { $0 + $1.end } >> 20)
            """
    }

    /// What is wrong, a line each.
    var problems: [String] {
        lost.sorted { $0.key < $1.key }.map { "lost: \($0.value) of \($0.key)" }
            + repeated.sorted { $0.key < $1.key }.map { "repeated: \($0.value) of \($0.key)" }
            + gaps.prefix(20).map { "gap: \($0)" } + memory.grown
    }
}
