extension EventBatch {
    /// The header of an event of any kind.
    public func header(of entry: Entry) -> EventHeader {
        let index = Int(entry.index)
        return switch entry.kind {
        case .trade: trades[index].header
        case .book: bookChanges[index].header
        case .order: orderChanges[index].header
        case .orderSnapshot: orderSnapshots[index].header
        case .quote: quotes[index].header
        case .ticker: tickers[index].header
        case .funding: fundings[index].header
        case .liquidation: liquidations[index].header
        case .instrument: instruments[index].header
        case .status: statuses[index].header
        case .gap: gaps[index].header
        case .coverage: coverages[index].header
        }
    }
}
