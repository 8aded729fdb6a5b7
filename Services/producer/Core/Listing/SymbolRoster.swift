/// The symbols that a listing stands for, in an order that changes as little as can be: connections are cut from it, and
/// each that differs has to be opened anew.
struct SymbolRoster: Equatable {
    /// The symbols in their places.
    private(set) var symbols: [String] = []

    /// Takes a new listing over: what is new takes the places of what has gone, then places at the end; places that stay
    /// empty are filled from the end. Answers what came and what went.
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
