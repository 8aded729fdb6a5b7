extension EventBatch {
    /// The fill state of a batch at some moment.
    public struct Mark: Sendable, BitwiseCopyable {
        var entries: Int
        var levels: Int
        var soundLevels: Int
        var restingOrders: Int
        var text: Int
    }

    /// The current fill state of the batch.
    public var mark: Mark {
        Mark(
            entries: entries.count, levels: levels.count, soundLevels: soundLevels, restingOrders: restingOrders.count,
            text: text.count)
    }

    /// Removes everything appended since `mark`, so that a frame that fails halfway leaves nothing behind.
    public mutating func rewind(to mark: Mark) {
        var index = entries.count
        while index > mark.entries {
            index -= 1
            removeLast(of: entries[index].kind)
        }
        entries.truncate(to: mark.entries)
        levels.truncate(to: mark.levels)
        soundLevels = mark.soundLevels
        restingOrders.truncate(to: mark.restingOrders)
        text.truncate(to: mark.text)
    }

    private mutating func removeLast(of kind: EventKind) {
        switch kind {
        case .trade: trades.truncate(to: trades.count - 1)
        case .book: bookChanges.truncate(to: bookChanges.count - 1)
        case .order: orderChanges.truncate(to: orderChanges.count - 1)
        case .orderSnapshot: orderSnapshots.truncate(to: orderSnapshots.count - 1)
        case .quote: quotes.truncate(to: quotes.count - 1)
        case .ticker: tickers.truncate(to: tickers.count - 1)
        case .funding: fundings.truncate(to: fundings.count - 1)
        case .liquidation: liquidations.truncate(to: liquidations.count - 1)
        case .instrument: instruments.truncate(to: instruments.count - 1)
        case .status: statuses.truncate(to: statuses.count - 1)
        case .gap: gaps.truncate(to: gaps.count - 1)
        case .coverage: coverages.truncate(to: coverages.count - 1)
        }
    }
}
