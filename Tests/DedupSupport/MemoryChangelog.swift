package import DedupCore
package import MarketData

/// Dedup's changelog in memory: the last value of each key.
package struct MemoryChangelog: Sendable {
    private var values: [String: [UInt8]] = [:]

    /// Makes an empty one.
    package init() {}

    /// How many records it has.
    package var count: Int { values.count }

    /// The bytes of its largest value.
    package var largest: Int { values.values.map(\.count).max() ?? 0 }

    /// Takes in what has changed since the last time.
    package mutating func save(_ deduplicator: inout Deduplicator, _ symbols: borrowing SymbolTable) {
        deduplicator.saveChanges(symbols) { key, value in values[key] = value }
    }

    /// A deduplicator that goes on where the state was saved.
    ///
    /// - Parameter setAside: takes each record that cannot be read.
    package func restore(
        _ limits: DedupLimits, symbols: inout SymbolTable, now: Int64,
        setAside: (SavedState.Unreadable) -> Void = { _ in }
    ) -> Deduplicator {
        var saved = SavedState()
        for (key, value) in values {
            Array(key.utf8).withUnsafeBytes { key in
                value.withUnsafeBytes { saved.take(key, $0, isTombstone: false) }
            }
        }
        return saved.restore(limits, symbols: &symbols, now: now, setAside: setAside)
    }
}
