package import MarketData

extension Deduplicator {
    /// Writes what changed since the last call, a record a channel and one a page of identities.
    ///
    /// - Parameters:
    ///   - symbols: the table that the channels' symbols were interned in.
    ///   - save: takes a record's key and value.
    package mutating func saveChanges<Failure: Error>(
        _ symbols: borrowing SymbolTable, to save: (String, [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var bytes = StateBytes()
        for place in changed {
            channels[place].isChanged = false
            let entry = symbols[channels[place].symbol]
            var key = StateKey(
                kind: channels[place].kind, venue: entry.venue, product: entry.product,
                depth: channels[place].depth, page: nil, symbol: entry.symbol)
            bytes.removeAll()
            ChannelRecord.write(channels[place], instrument: entry.instrument, to: &bytes)
            try save(key.text, bytes.bytes)
            for page in channels[place].identities.takeChangedPages() {
                key.page = page
                bytes.removeAll()
                bytes.append(ChannelRecord.version)
                let identities = channels[place].identities.page(page)
                bytes.append(UInt32(identities.count))
                for identity in identities { bytes.append(identity) }
                try save(key.text, bytes.bytes)
            }
        }
        changed.removeAll(keepingCapacity: true)
    }
}
