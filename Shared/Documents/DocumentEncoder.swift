public import JSON
public import MarketData

/// Writes events as the JSON documents of docs/SCHEMAS.md, one document per event.
///
/// The fields that are the same in all documents of a symbol (venue, symbol, instrument, product) are rendered once and then
/// copied. `Types/<Type>+Document.swift` defines the fields of each type, next to the code that reads them.
public struct DocumentEncoder: ~Copyable {
    /// The rendered texts of one symbol, as offsets into `rendered`.
    private struct Rendered: BitwiseCopyable {
        var keyEnd: Int
        var start: Int
        var end: Int
    }

    private let versions = KindTable { $0.version }
    private var symbols: [Rendered] = []
    private var rendered = Buffer<UInt8>(minimumCapacity: 4096)
    private var sourceText = ""
    private var sourceJSON = JSONWriter(minimumCapacity: 64)
    /// The flags of the current document, which are written at its end.
    private var flags: EventFlags = []

    /// An encoder belongs to one `EventBatch`, because it caches by that batch's `SymbolID`s.
    public init() {}

    /// Appends the document of one of the batch's events to `writer`.
    public mutating func encode(_ entry: EventBatch.Entry, of batch: borrowing EventBatch, to writer: inout JSONWriter)
    {
        let version = versions[entry.kind]
        batch.write(entry, to: &writer) { _, header, writer in
            writeHeader(header, version: version, of: batch, to: &writer)
        }
        end(&writer)
    }

    /// Appends the document of an event that is in none of the batch's buffers.
    public mutating func encode(
        _ event: some DocumentEvent, version: Int, of batch: borrowing EventBatch, to writer: inout JSONWriter
    ) {
        batch.write(event, to: &writer) { _, header, writer in
            writeHeader(header, version: version, of: batch, to: &writer)
        }
        end(&writer)
    }

    /// The Kafka key of a market's documents, its name, borrowed until the next call.
    public mutating func key(of symbol: SymbolID, in batch: borrowing EventBatch) -> UnsafeBufferPointer<UInt8> {
        let texts = texts(of: symbol, in: batch)
        return rendered.unsafeSlice(texts.start..<texts.keyEnd)
    }

    /// Writes the common fields after the type.
    @inline(__always)
    private mutating func writeHeader(
        _ header: EventHeader, version: Int, of batch: borrowing EventBatch, to writer: inout JSONWriter
    ) {
        writer.integer(Int64(version))
        let texts = texts(of: header.symbol, in: batch)
        writer.raw(rendered.unsafeSlice(texts.keyEnd..<texts.end))
        if let time = header.eventTime {
            writer.raw(",\"ts_event\":")
            writer.integer(time.nanoseconds)
        }
        flags = header.isTimeBad(receivedAt: batch.receiveTime) ? header.flags.union(.badTime) : header.flags
        if let time = header.publishTime {
            writer.raw(",\"ts_publish\":")
            writer.integer(time.nanoseconds)
        }
        writer.raw(",\"ts_recv\":")
        writer.integer(batch.receiveTime.nanoseconds)
        if batch.source != sourceText || sourceJSON.count == 0 { renderSource(batch.source) }
        writer.raw(sourceJSON.bytes.assumingMemoryBound(to: UInt8.self))
    }

    /// Writes the flags and ends the document.
    @inline(__always)
    private func end(_ writer: inout JSONWriter) {
        if !flags.isEmpty { DocumentMarks.write(flags, to: &writer) }
        writer.raw("}")
    }

    private mutating func renderSource(_ source: String) {
        sourceText = source
        sourceJSON.removeAll()
        sourceJSON.raw(",\"source\":")
        sourceJSON.string(source)
    }

    @inline(__always)
    private mutating func texts(of symbol: SymbolID, in batch: borrowing EventBatch) -> Rendered {
        let index = Int(symbol.index)
        if index >= symbols.count { renderSymbols(of: batch) }
        return symbols[index]
    }

    /// Renders every symbol that is new in the batch's table.
    @inline(never)
    private mutating func renderSymbols(of batch: borrowing EventBatch) {
        for index in symbols.count..<batch.symbols.count {
            let entry = batch.symbols[SymbolID(index: Int32(index))]
            let start = rendered.count
            append(entry.market.description)
            let keyEnd = rendered.count
            var writer = JSONWriter(minimumCapacity: 256)
            writer.raw(",\"venue\":")
            writer.string(entry.venue)
            writer.raw(",\"symbol\":")
            writer.string(entry.symbol)
            writer.raw(",\"instrument\":")
            writer.string(entry.instrument)
            writer.raw(",\"product\":")
            writer.string(entry.product.name)
            rendered.append(contentsOf: writer.bytes.assumingMemoryBound(to: UInt8.self))
            symbols.append(Rendered(keyEnd: keyEnd, start: start, end: rendered.count))
        }
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { rendered.append(contentsOf: $0) }
    }
}
