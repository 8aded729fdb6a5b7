package import MarketData

/// The saved state of one partition of a kind, collected record by record: the last record of each key counts.
package struct SavedState {
    package init() {}

    /// An unreadable record. The state is restored without it.
    package struct Unreadable {
        /// The record's key.
        package let key: [UInt8]
        /// The record's value.
        package let value: [UInt8]
        /// The reason.
        package let error: StateError
    }

    /// Keys and values. The log contains many more records than keys, so values are parsed only after the last record.
    private var values: [[UInt8]: [UInt8]] = [:]

    /// Adds a record; a record without value deletes its key.
    package mutating func take(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, isTombstone: Bool) {
        values[Array(key)] = isTombstone ? nil : Array(value)
    }

    /// Creates a deduplicator that continues from the saved state.
    ///
    /// - Parameters:
    ///   - symbols: the table in which its symbols are interned.
    ///   - now: the clock time at which the waiting times start again, in nanoseconds.
    ///   - setAside: receives each unreadable record; its channel starts again without state.
    package func restore(
        _ limits: DedupLimits, symbols: inout SymbolTable, now: Int64, setAside: (Unreadable) -> Void = { _ in }
    ) -> Deduplicator {
        let parts = sorted(setAside)
        var deduplicator = Deduplicator(limits: limits)
        for (key, value) in parts.channels {
            do throws(StateError) {
                let record = try value.withUnsafeBytesTyped { (bytes) throws(StateError) in
                    try ChannelRecord(bytes, now: now)
                }
                guard let symbol = symbols.intern(key, instrument: record.instrument) else { throw .tooManySymbols }
                var held: [HeldDocument] = []
                for (part, value) in parts.held[key] ?? [] {
                    do throws(StateError) {
                        held.append(
                            try HeldRecord.read(value, symbol: symbol, deadline: now &+ limits.holdNanoseconds))
                    } catch {
                        setAside(Unreadable(key: Array(key.of(part).text.utf8), value: value, error: error))
                    }
                }
                deduplicator.restore(record, of: symbol, key, pages: parts.pages[key] ?? [:], held, now: now)
            } catch {
                setAside(Unreadable(key: Array(key.text.utf8), value: value, error: error))
            }
        }
        return deduplicator
    }

    private typealias Page = (time: Int64, identities: [UInt64])

    /// The records by channel and part.
    private struct Parts {
        var channels: [StateKey: [UInt8]] = [:]
        var pages: [StateKey: [Int: Page]] = [:]
        var held: [StateKey: [(part: StateKey.Part, value: [UInt8])]] = [:]
    }

    private func sorted(_ setAside: (Unreadable) -> Void) -> Parts {
        var parts = Parts()
        for (key, value) in values {
            do throws(StateError) {
                let place = try key.withUnsafeBytesTyped { (bytes) throws(StateError) in try StateKey(bytes) }
                switch place.part {
                case .channel: parts.channels[place] = value
                case .page(let page): parts.pages[place.of(.channel), default: [:]][page] = try Self.page(value)
                case .held: parts.held[place.of(.channel), default: []].append((place.part, value))
                }
            } catch {
                setAside(Unreadable(key: key, value: value, error: error))
            }
        }
        return parts
    }

    private static func page(_ value: [UInt8]) throws(StateError) -> Page {
        try value.withUnsafeBytesTyped { (bytes) throws(StateError) in
            var cursor = StateCursor(bytes)
            try ChannelRecord.checkVersion(&cursor)
            let time: Int64 = try cursor.integer()
            var identities: [UInt64] = []
            for _ in 0..<(try cursor.count(ofAtLeast: 8)) { identities.append(try cursor.integer()) }
            return (time, identities)
        }
    }
}

extension SymbolTable {
    fileprivate mutating func intern(_ key: StateKey, instrument: String) -> SymbolID? {
        let market = key.market
        var symbol = market.symbol
        return symbol.withUTF8 { bytes in
            intern(bytes, product: market.product, venue: VenueTag(market.venue)) { spelling in
                SymbolEntry(venue: market.venue, product: market.product, symbol: spelling, instrument: instrument)
            }
        }
    }
}

extension Deduplicator {
    /// Restores a saved channel.
    fileprivate mutating func restore(
        _ record: ChannelRecord, of symbol: SymbolID, _ key: StateKey,
        pages: [Int: (time: Int64, identities: [UInt64])], _ held: [HeldDocument], now: Int64
    ) {
        let place = place(of: symbol, key.kind, depth: key.depth, venue: key.market.venue)
        channels[place].sequence = record.sequence
        channels[place].sequence.restore(held)
        channels[place].election = record.election
        channels[place].coverage = record.coverage
        channels[place].lastHeard = record.lastHeard
        // A known source is assumed to be alive: its documents since then are in the input.
        for (source, last) in record.progress { note(source, at: place, last: last, now: now) }
        var identities = record.identities
        identities.pages = pages
        channels[place].identities = IdentityWindow(
            limit: limits.identitiesPerChannel, span: limits.identityNanoseconds, saved: identities)
        attendIfNeeded(place)
    }
}
