package import MarketData

/// What the changelog says of one kind's partition, gathered record by record: the last one of each key counts.
package struct SavedState {
    package init() {}

    /// Keys and values as they lie in the log, which holds many more records than keys: they are read when all are there.
    private var values: [[UInt8]: [UInt8]] = [:]

    /// Takes a record in; one without value says that its key is gone.
    package mutating func take(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, isTombstone: Bool) {
        values[Array(key)] = isTombstone ? nil : Array(value)
    }

    /// A deduplicator that goes on where the state was saved.
    ///
    /// - Parameters:
    ///   - symbols: the table in which its symbols are interned.
    ///   - now: the clock from which what waits waits anew, in nanoseconds.
    package func restore(
        _ limits: DedupLimits, symbols: inout SymbolTable, now: Int64
    ) throws(StateError) -> Deduplicator {
        var records: [StateKey: [UInt8]] = [:]
        var pages: [StateKey: [Int: (time: Int64, identities: [UInt64])]] = [:]
        for (key, value) in values {
            var key = try key.withUnsafeBytesTyped { (bytes) throws(StateError) in try StateKey(bytes) }
            guard let page = key.page else {
                records[key] = value
                continue
            }
            key.page = nil
            pages[key, default: [:]][page] = try Self.page(value)
        }
        var deduplicator = Deduplicator(limits: limits)
        for (key, value) in records {
            let record = try Self.read(value, of: key, limits, &symbols, now: now)
            deduplicator.restore(record.record, of: record.symbol, key, pages: pages[key] ?? [:], now: now)
        }
        return deduplicator
    }

    private static func page(_ value: [UInt8]) throws(StateError) -> (time: Int64, identities: [UInt64]) {
        try value.withUnsafeBytesTyped { (bytes) throws(StateError) in
            var cursor = StateCursor(bytes)
            let version = try cursor.integer(UInt8.self)
            guard version == ChannelRecord.version else { throw .unknownVersion(version) }
            let time: Int64 = try cursor.integer()
            var identities: [UInt64] = []
            for _ in 0..<(try cursor.count(ofAtLeast: 8)) { identities.append(try cursor.integer()) }
            return (time, identities)
        }
    }

    private static func read(
        _ value: [UInt8], of key: StateKey, _ limits: DedupLimits, _ symbols: inout SymbolTable, now: Int64
    ) throws(StateError) -> (record: ChannelRecord, symbol: SymbolID) {
        var id: SymbolID?
        let record = try value.withUnsafeBytesTyped { (bytes) throws(StateError) in
            try ChannelRecord(bytes, now: now, limits: limits) { (instrument) throws(StateError) in
                id = symbols.intern(key, instrument: instrument)
                guard let id else { throw .tooManySymbols }
                return id
            }
        }
        guard let id else { throw .tooManySymbols }
        return (record, id)
    }
}

extension SymbolTable {
    fileprivate mutating func intern(_ key: StateKey, instrument: String) -> SymbolID? {
        var symbol = key.symbol
        return symbol.withUTF8 { bytes in
            intern(bytes, product: key.product, venue: VenueTag(key.venue)) { spelling in
                SymbolEntry(venue: key.venue, product: key.product, symbol: spelling, instrument: instrument)
            }
        }
    }
}

extension Deduplicator {
    /// Puts a channel in place as it was saved.
    fileprivate mutating func restore(
        _ record: ChannelRecord, of symbol: SymbolID, _ key: StateKey,
        pages: [Int: (time: Int64, identities: [UInt64])], now: Int64
    ) {
        let place = place(of: symbol, key.kind, depth: key.depth, venue: key.venue)
        channels[place].sequence = record.sequence
        channels[place].election = record.election
        channels[place].coverage = record.coverage
        channels[place].lastHeard = record.lastHeard
        // A source that was heard of before is taken for alive: what it sent meanwhile lies in the input.
        for (source, last) in record.progress { note(source, at: place, last: last, now: now) }
        var identities = record.identities
        identities.pages = pages
        channels[place].identities = IdentityWindow(
            limit: limits.identitiesPerChannel, span: limits.identityNanoseconds, saved: identities)
        attendIfNeeded(place)
    }
}
