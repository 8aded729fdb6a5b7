import Runtime

/// Finds names similar to a wrong one.
enum NearestNames {
    /// The candidates nearest to `name`, best first. These are the names that only differ in case and separators; if there are
    /// none, the names within a few edits, followed by the names that contain it.
    static func of(_ name: String, among candidates: [String], limit: Int = 5) -> [String] {
        let wanted = letters(name)
        let allowed = max(1, wanted.count / 3)
        let ranked = candidates.compactMap { candidate -> (distance: Int, name: String)? in
            let found = letters(candidate)
            if found == wanted { return (0, candidate) }
            let distance = NearestName.editDistance(wanted, found)
            if distance <= allowed { return (distance, candidate) }
            // A part of a name, such as BTC, ranks after a typo.
            return contains(found, wanted) ? (allowed + found.count - wanted.count, candidate) : nil
        }
        let same = ranked.filter { $0.distance == 0 }
        return (same.isEmpty ? ranked : same).sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit)
            .map(\.name)
    }

    /// Upper case without separators, so that BTC-USDT and btcusdt are equal.
    private static func letters(_ name: String) -> [Character] {
        Array(name.uppercased().filter { $0.isLetter || $0.isNumber })
    }

    private static func contains(_ text: [Character], _ part: [Character]) -> Bool {
        guard !part.isEmpty, text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
