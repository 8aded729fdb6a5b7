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
    /// Memory of all services, some time after the beginning and at the end, in bytes.
    var memory = (start: 0, end: 0)

    /// How much more memory than at the start is still called flat: what was killed at the end has only begun to fill its
    /// buffers, what was not may hold the books of more symbols.
    static let memoryFactor = 1.5

    init(_ truth: SoakTruth, _ ledger: borrowing SoakLedger, memory: (start: Int, end: Int)) {
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
        made > 0 && lost.isEmpty && repeated.isEmpty && gaps.isEmpty
            && Double(memory.end) < Double(memory.start) * Self.memoryFactor
    }

    /// The one line that says it all.
    var line: String {
        """
        soak in=\(made) out=\(out) lost=\(lost.values.reduce(0, +)) repeated=\(repeated.values.reduce(0, +)) \
        gaps=\(gaps.count) filled=\(filled) rss_start_mb=\(memory.start >> 20) rss_end_mb=\(memory.end >> 20)
        """
    }

    /// What is wrong, a line each.
    var problems: [String] {
        lost.sorted { $0.key < $1.key }.map { "lost: \($0.value) of \($0.key)" }
            + repeated.sorted { $0.key < $1.key }.map { "repeated: \($0.value) of \($0.key)" }
            + gaps.prefix(20).map { "gap: \($0)" }
    }
}
