/// The listed symbols in an order that changes as little as possible, because connections are made from consecutive symbols and
/// each changed connection must be replaced.
struct SymbolRoster: Equatable {
    /// The symbols in order.
    private(set) var symbols: [String] = []

    /// Applies a new listing. New symbols take the places of removed ones, then places at the end. Remaining gaps are filled
    /// from the end. Returns the added and removed symbols.
    mutating func update(to listed: [String]) -> (added: [String], removed: [String]) {
        let wanted = Set(listed)
        let known = Set(symbols)
        let added = wanted.subtracting(known).sorted()
        let removed = known.subtracting(wanted).sorted()
        var new = added[...]
        var index = 0
        while index < symbols.count {
            if !wanted.contains(symbols[index]) {
                if let next = new.popFirst() {
                    symbols[index] = next
                } else {
                    while let last = symbols.last, !wanted.contains(last) { symbols.removeLast() }
                    guard index < symbols.count else { break }
                    symbols[index] = symbols.removeLast()
                }
            }
            index += 1
        }
        symbols += new
        return (added, removed)
    }
}
