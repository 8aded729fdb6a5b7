/// The events of one frame or one document. Decoders write into it and encoders read from it.
///
/// There is one buffer per kind, and one list that keeps the order over all kinds. Levels and texts are in shared buffers that
/// events refer to. So an event is a plain value, and a reused batch allocates nothing. A decoder appends only complete events;
/// `mark` and `rewind` remove the events of a frame that turns out to be invalid.
public struct EventBatch: ~Copyable {
    /// One event's kind and its index in that kind's buffer.
    public struct Entry: Sendable, BitwiseCopyable {
        /// The kind.
        public var kind: EventKind
        /// The index in the kind's buffer.
        public var index: Int32
    }

    /// Our socket's time of the frame (`ts_recv`).
    public var receiveTime = Timestamp(nanoseconds: 0)
    /// The source that received it, such as `primary`.
    public var source = ""

    /// The symbols of the events' `SymbolID`s. `removeAll` keeps it, so ids stay the same within a process.
    public var symbols = SymbolTable()

    /// Counts of descriptive numbers that did not fit.
    public var descriptive = DescriptiveNumbers()

    /// The events in the order in which they happened.
    public var entries = Buffer<Entry>(minimumCapacity: 64)

    /// Trades.
    public var trades = Buffer<Trade>(minimumCapacity: 32)
    /// Level-2 snapshots and changes.
    public var bookChanges = Buffer<BookChange>()
    /// Level-3 changes.
    public var orderChanges = Buffer<OrderChange>()
    /// Level-3 snapshots.
    public var orderSnapshots = Buffer<OrderSnapshot>(minimumCapacity: 1)
    /// Quotes.
    public var quotes = Buffer<Quote>()
    /// Tickers.
    public var tickers = Buffer<Ticker>()
    /// Funding rates.
    public var fundings = Buffer<Funding>()
    /// Liquidations.
    public var liquidations = Buffer<Liquidation>()
    /// Instruments.
    public var instruments = Buffer<InstrumentDefinition>()
    /// Status changes.
    public var statuses = Buffer<Status>(minimumCapacity: 1)
    /// Gaps.
    public var gaps = Buffer<Gap>(minimumCapacity: 1)
    /// Minute summaries.
    public var coverages = Buffer<Coverage>(minimumCapacity: 1)

    /// The levels of all book changes.
    public var levels = Buffer<Level>(minimumCapacity: 1024)
    /// The number of levels that are known to have a positive price and a non-negative size. Readers count them while they
    /// parse. If this is not the number of all levels, the levels must be checked.
    public var soundLevels = 0
    /// The orders of all level-3 snapshots.
    public var restingOrders = Buffer<RestingOrder>(minimumCapacity: 1)
    /// The bytes of all texts.
    public var text = Buffer<UInt8>(minimumCapacity: 1024)

    /// The batch has no events, and its symbol table is empty.
    public init() {}

    /// The number of events.
    @inlinable public var count: Int { entries.count }

    /// Whether there are no events.
    @inlinable public var isEmpty: Bool { entries.isEmpty }

    /// Removes all events and keeps the memory.
    public mutating func removeAll() {
        descriptive = DescriptiveNumbers()
        entries.removeAll()
        trades.removeAll()
        bookChanges.removeAll()
        orderChanges.removeAll()
        orderSnapshots.removeAll()
        quotes.removeAll()
        tickers.removeAll()
        fundings.removeAll()
        liquidations.removeAll()
        instruments.removeAll()
        statuses.removeAll()
        gaps.removeAll()
        coverages.removeAll()
        levels.removeAll()
        soundLevels = 0
        restingOrders.removeAll()
        text.removeAll()
    }
}

// MARK: - Appending

extension EventBatch {
    @usableFromInline
    mutating func note(_ kind: EventKind, count: Int) {
        entries.append(Entry(kind: kind, index: Int32(truncatingIfNeeded: count)))
    }

    /// Appends a trade.
    @inlinable
    public mutating func append(_ trade: Trade) {
        note(.trade, count: trades.count)
        trades.append(trade)
    }

    /// Appends a snapshot or change whose levels are already in `levels`.
    @inlinable
    public mutating func append(_ change: BookChange) {
        note(.book, count: bookChanges.count)
        bookChanges.append(change)
    }

    /// Appends a level-3 change.
    @inlinable
    public mutating func append(_ order: OrderChange) {
        note(.order, count: orderChanges.count)
        orderChanges.append(order)
    }

    /// Appends a level-3 snapshot whose orders are already in `restingOrders`.
    public mutating func append(_ snapshot: OrderSnapshot) {
        note(.orderSnapshot, count: orderSnapshots.count)
        orderSnapshots.append(snapshot)
    }

    /// Appends a quote.
    @inlinable
    public mutating func append(_ quote: Quote) {
        note(.quote, count: quotes.count)
        quotes.append(quote)
    }

    /// Appends a ticker.
    @inlinable
    public mutating func append(_ ticker: Ticker) {
        note(.ticker, count: tickers.count)
        tickers.append(ticker)
    }

    /// Appends a funding rate.
    @inlinable
    public mutating func append(_ funding: Funding) {
        note(.funding, count: fundings.count)
        fundings.append(funding)
    }

    /// Appends a liquidation.
    public mutating func append(_ liquidation: Liquidation) {
        note(.liquidation, count: liquidations.count)
        liquidations.append(liquidation)
    }

    /// Appends an instrument.
    public mutating func append(_ instrument: InstrumentDefinition) {
        note(.instrument, count: instruments.count)
        instruments.append(instrument)
    }

    /// Appends a status.
    public mutating func append(_ status: Status) {
        note(.status, count: statuses.count)
        statuses.append(status)
    }

    /// Appends a gap.
    public mutating func append(_ gap: Gap) {
        note(.gap, count: gaps.count)
        gaps.append(gap)
    }

    /// Appends a minute's summary.
    public mutating func append(_ coverage: Coverage) {
        note(.coverage, count: coverages.count)
        coverages.append(coverage)
    }
}

// MARK: - Texts

extension EventBatch {
    /// Copies bytes into the batch and returns their range.
    @inlinable
    public mutating func addText(_ bytes: UnsafeBufferPointer<UInt8>) -> TextRange {
        let offset = text.count
        text.append(contentsOf: bytes)
        return TextRange(offset: Int32(truncatingIfNeeded: offset), count: Int32(truncatingIfNeeded: bytes.count))
    }

    /// Copies a text into the batch; for constants and rare texts.
    public mutating func addText(_ string: String) -> TextRange {
        var string = string
        return string.withUTF8 { addText($0) }
    }

    /// The bytes of a text, borrowed until the batch changes.
    @inlinable
    public func bytes(of range: TextRange) -> UnsafeBufferPointer<UInt8> {
        text.unsafeSlice(Int(range.offset)..<Int(range.offset) + Int(range.count))
    }

    /// A text as a String: for tests and slow paths.
    public func string(of range: TextRange) -> String {
        String(decoding: bytes(of: range), as: UTF8.self)
    }
}
