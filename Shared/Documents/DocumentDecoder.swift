public import JSON
public import MarketData

/// Reads the JSON documents of docs/SCHEMAS.md back into events.
///
/// `type` must come first; the other fields may be in any order. Unknown fields are skipped.
public struct DocumentDecoder: ~Copyable {
    var lastSource = Buffer<UInt8>(minimumCapacity: 32)
    var lastSymbol = LastSymbol()

    /// The reader of a document type.
    private struct Reader {
        let type: DocumentType
        let version: Int64
        let event: any DocumentEvent.Type
    }

    private let readers: [Reader]
    /// The reader of the previous document, because consecutive documents usually have the same type.
    private var last = 0

    /// A decoder belongs to one `EventBatch`, because it caches by that batch's `SymbolID`s.
    public init() {
        readers = KindDeclaration.all.flatMap { kind in
            kind.documentTypes.map { Reader(type: $0, version: Int64(kind.version), event: kind.documents) }
        }
    }

    /// Appends the document's event to `batch` and sets the batch's source and receive time from it.
    public mutating func decode(_ frame: borrowing FrameBuffer, into batch: inout EventBatch) throws(DecodeError) {
        var cursor = frame.cursor
        var scope = try cursor.beginObject()
        guard let key = try cursor.nextKey(&scope), "type" ~= key else { throw .missingField("type") }
        let type = try cursor.simpleString()
        let reader = try reader(of: type)
        var fields = DocumentFields(cursor: cursor, scope: scope, versionRead: reader.version)
        try reader.event.read(reader.type, &fields, into: &batch, by: &self)
        try fields.cursor.finish()
    }

    private mutating func reader(of type: UnsafeBufferPointer<UInt8>) throws(DecodeError) -> Reader {
        if type.isEqual(readers[last].type.name) { return readers[last] }
        guard let place = readers.firstIndex(where: { type.isEqual($0.type.name) }) else {
            throw .unknownValue(field: "type")
        }
        last = place
        return readers[place]
    }

    /// The header of a document whose fields have all been read.
    public mutating func header(_ fields: borrowing DocumentFields, into batch: inout EventBatch) throws(DecodeError)
        -> EventHeader
    {
        guard fields.version == fields.versionRead else { throw .unknownValue(field: "version") }
        guard let receiveTime = fields.receiveTime else { throw .missingField("ts_recv") }
        batch.receiveTime = receiveTime
        if !lastSource.isEqual(to: fields.source) {
            lastSource.removeAll()
            lastSource.append(contentsOf: fields.source)
            batch.source = String(decoding: fields.source, as: UTF8.self)
        }
        let symbol = try intern(fields, in: &batch.symbols)
        return EventHeader(
            symbol: symbol, eventTime: fields.eventTime, publishTime: fields.publishTime, flags: fields.flags)
    }

    private mutating func intern(
        _ fields: borrowing DocumentFields, in symbols: inout SymbolTable
    ) throws(DecodeError) -> SymbolID {
        guard !fields.venue.isEmpty else { throw .missingField("venue") }
        guard !fields.symbol.isEmpty else { throw .missingField("symbol") }
        guard let product = fields.product else { throw .missingField("product") }
        if let id = lastSymbol.id(venue: fields.venue, product: product, symbol: fields.symbol) { return id }
        let venue = fields.venue
        let instrument = fields.instrument
        let id = symbols.intern(fields.symbol, product: product, venue: VenueTag(venue)) { symbol in
            SymbolEntry(
                venue: String(decoding: venue, as: UTF8.self), product: product, symbol: symbol,
                instrument: String(decoding: instrument, as: UTF8.self))
        }
        guard let id else { throw .tooManySymbols }
        lastSymbol.remember(id, venue: venue, product: product, symbol: fields.symbol)
        return id
    }
}

/// The symbol of the previous document, because consecutive documents usually have the same symbol.
struct LastSymbol: ~Copyable {
    private var venue = Buffer<UInt8>(minimumCapacity: 32)
    private var symbol = Buffer<UInt8>(minimumCapacity: 64)
    private var product = Product.spot
    private var id: SymbolID?

    func id(
        venue: UnsafeBufferPointer<UInt8>, product: Product, symbol: UnsafeBufferPointer<UInt8>
    ) -> SymbolID? {
        guard let id, product == self.product, self.symbol.isEqual(to: symbol), self.venue.isEqual(to: venue) else {
            return nil
        }
        return id
    }

    mutating func remember(
        _ id: SymbolID, venue: UnsafeBufferPointer<UInt8>, product: Product, symbol: UnsafeBufferPointer<UInt8>
    ) {
        self.id = id
        self.product = product
        self.venue.removeAll()
        self.venue.append(contentsOf: venue)
        self.symbol.removeAll()
        self.symbol.append(contentsOf: symbol)
    }
}
