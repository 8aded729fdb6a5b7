public import MarketData

extension EventBatch {
    /// Hands an event's type to `sink`, type and header to `begin`, and then the fields to `sink`: the one place where a kind leads to
    /// what its type says of its documents.
    @inlinable @inline(__always)
    public borrowing func write<Sink: FieldSink & ~Copyable>(
        _ entry: Entry, to sink: inout Sink, begin: (DocumentType, EventHeader, inout Sink) -> Void
    ) {
        let index = Int(entry.index)
        switch entry.kind {
        case .trade: write(trades[index], to: &sink, begin: begin)
        case .book: write(bookChanges[index], to: &sink, begin: begin)
        case .order: write(orderChanges[index], to: &sink, begin: begin)
        case .orderSnapshot: write(orderSnapshots[index], to: &sink, begin: begin)
        case .quote: write(quotes[index], to: &sink, begin: begin)
        case .ticker: write(tickers[index], to: &sink, begin: begin)
        case .funding: write(fundings[index], to: &sink, begin: begin)
        case .liquidation: write(liquidations[index], to: &sink, begin: begin)
        case .instrument: write(instruments[index], to: &sink, begin: begin)
        case .status: write(statuses[index], to: &sink, begin: begin)
        case .gap: write(gaps[index], to: &sink, begin: begin)
        case .coverage: write(coverages[index], to: &sink, begin: begin)
        }
    }

    /// The same for an event whose kind is known.
    @inlinable @inline(__always)
    public borrowing func write<Sink: FieldSink & ~Copyable>(
        _ event: some DocumentEvent, to sink: inout Sink, begin: (DocumentType, EventHeader, inout Sink) -> Void
    ) {
        let type = event.documentType
        sink.begin(type)
        begin(type, event.header, &sink)
        event.fields(of: self, to: &sink)
    }
}
