package import MarketData

extension Deduplicator {
    /// Writes all changes since the last call, as one record per channel and one per page of identities.
    ///
    /// - Parameters:
    ///   - symbols: the table in which the channels' symbols were interned.
    ///   - save: receives a record's key and value; nil deletes the key.
    package mutating func saveChanges<Failure: Error>(
        _ symbols: borrowing SymbolTable, to save: (String, [UInt8]?) throws(Failure) -> Void
    ) throws(Failure) {
        var bytes = StateBytes()
        for place in changed {
            channels[place].isChanged = false
            let entry = symbols[channels[place].symbol]
            let key = StateKey(kind: channels[place].kind, depth: channels[place].depth, market: entry.market)
            guard !channels[place].isGone else {
                try save(key.text, nil)
                for page in channels[place].identities.savedKeys { try save(key.of(.page(page)).text, nil) }
                for held in channels[place].sequence.savedHeld { try save(key.of(.held(held)).text, nil) }
                free(place)
                continue
            }
            bytes.removeAll()
            ChannelRecord.write(
                channels[place], of: venues[channels[place].venue], instrument: entry.instrument, to: &bytes)
            try save(key.text, bytes.bytes)
            try saveIdentities(of: place, key, &bytes, to: save)
            try saveHeld(of: place, key, &bytes, to: save)
        }
        changed.removeAll(keepingCapacity: true)
    }

    private mutating func saveIdentities<Failure: Error>(
        of place: Int, _ key: StateKey, _ bytes: inout StateBytes, to save: (String, [UInt8]?) throws(Failure) -> Void
    ) throws(Failure) {
        let changes = channels[place].identities.takeChanges()
        for page in changes.goneKeys { try save(key.of(.page(page)).text, nil) }
        for number in changes.pages {
            let page = channels[place].identities.page(number)
            bytes.removeAll()
            bytes.append(ChannelRecord.version)
            bytes.append(page.time)
            bytes.append(UInt32(page.identities.count))
            for identity in page.identities { bytes.append(identity) }
            try save(key.of(.page(channels[place].identities.key(of: number))).text, bytes.bytes)
        }
    }

    /// Each waiting document is a separate record, written once: together they may exceed the maximum record size.
    private mutating func saveHeld<Failure: Error>(
        of place: Int, _ key: StateKey, _ bytes: inout StateBytes, to save: (String, [UInt8]?) throws(Failure) -> Void
    ) throws(Failure) {
        let saved = channels[place].sequence.savedHeld
        guard !saved.isEmpty || !channels[place].sequence.held.isEmpty else { return }
        var now: Set<HeldKey> = []
        for document in channels[place].sequence.held {
            now.insert(document.key)
            guard !saved.contains(document.key) else { continue }
            bytes.removeAll()
            HeldRecord.write(document, to: &bytes)
            try save(key.of(.held(document.key)).text, bytes.bytes)
        }
        for gone in saved.subtracting(now) { try save(key.of(.held(gone)).text, nil) }
        channels[place].sequence.savedHeld = now
    }
}
