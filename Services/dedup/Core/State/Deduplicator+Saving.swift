package import MarketData

extension Deduplicator {
    /// Writes what changed since the last call, a record a channel and one a page of identities.
    ///
    /// - Parameters:
    ///   - symbols: the table that the channels' symbols were interned in.
    ///   - save: takes a record's key and value; no value says that the key is gone.
    package mutating func saveChanges<Failure: Error>(
        _ symbols: borrowing SymbolTable, to save: (String, [UInt8]?) throws(Failure) -> Void
    ) throws(Failure) {
        var bytes = StateBytes()
        for place in changed {
            channels[place].isChanged = false
            let entry = symbols[channels[place].symbol]
            var key = StateKey(
                kind: channels[place].kind, venue: entry.venue, product: entry.product,
                depth: channels[place].depth, page: nil, symbol: entry.symbol)
            guard !channels[place].isGone else {
                try save(key.text, nil)
                for page in channels[place].identities.savedKeys {
                    key.page = page
                    try save(key.text, nil)
                }
                free(place)
                continue
            }
            bytes.removeAll()
            ChannelRecord.write(
                channels[place], of: venues[channels[place].venue], instrument: entry.instrument, to: &bytes)
            try save(key.text, bytes.bytes)
            let changes = channels[place].identities.takeChanges()
            for page in changes.goneKeys {
                key.page = page
                try save(key.text, nil)
            }
            for number in changes.pages {
                key.page = channels[place].identities.key(of: number)
                let page = channels[place].identities.page(number)
                bytes.removeAll()
                bytes.append(ChannelRecord.version)
                bytes.append(page.time)
                bytes.append(UInt32(page.identities.count))
                for identity in page.identities { bytes.append(identity) }
                try save(key.text, bytes.bytes)
            }
        }
        changed.removeAll(keepingCapacity: true)
    }
}
