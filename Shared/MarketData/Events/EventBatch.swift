/// The events of one frame, or of one document: what decoders write into and encoders read.
///
/// One buffer a kind and one list that keeps the order over all kinds. Levels and texts lie in shared buffers that
/// events point into, so an event is a plain value and a reused batch allocates nothing. A decoder appends only whole
/// events; `mark` and `rewind` take back what a frame had put in before it turned out to be broken.
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
    /// The source that saw it, such as `primary`.
    public var source = ""

    /// What the events' `SymbolID`s stand for. It outlives `removeAll`, so ids stay the same in one process.
    public var symbols = SymbolTable()

    /// What was done to descriptive numbers that do not fit.
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
    /// How many of the levels are known to have a price above zero and a size not below it; who reads them says so on the way.
    /// Where it is not all of them, they must be looked at.
    public var soundLevels = 0
    /// The orders of all level-3 snapshots.
    public var restingOrders = Buffer<RestingOrder>(minimumCapacity: 1)
    /// The bytes of all texts.
    public var text = Buffer<UInt8>(minimumCapacity: 1024)

    /// Makes an empty batch.
    public init() {}

    /// How many events it holds.
    @inlinable public var count: Int { entries.count }

    /// Whether it holds no event.
    @inlinable public var isEmpty: Bool { entries.isEmpty }

    /// Forgets all events and keeps the memory.
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

    /// Appends a snapshot or change whose levels are in `levels` already.
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

    /// Appends a level-3 snapshot whose orders are in `restingOrders` already.
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
    /// Copies bytes into the batch and answers where they lie.
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
