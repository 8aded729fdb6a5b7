/// What a soak has found.
struct SoakReport {
    /// What was made beside what came out.
    let comparison: TruthComparison
    /// What the services held.
    let memory: SoakMemory

    init(_ comparison: TruthComparison, memory: SoakMemory) {
        self.comparison = comparison
        self.memory = memory
    }

    /// Whether nothing is lost, repeated or growing.
    var isGood: Bool { comparison.isGood && memory.grown.isEmpty }

    /// The one line that says it all.
    var line: String {
        let quarters = memory.quarters
        return """
            soak \(comparison.line) rss_start_mb=\(quarters.reduce(0) { $0 + $1.start } >> 20) \
            rss_end_mb=\(quarters.reduce(0) { $0 + $1.end } >> 20)
            """
    }

    /// What is wrong, a line each.
    var problems: [String] { comparison.problems + memory.grown }
}
