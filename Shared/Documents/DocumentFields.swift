public import JSON
public import MarketData

/// The fields that every document has, as they are met, and the cursor that meets them.
///
/// A type's reader asks `next` for its own fields; the common ones are taken in on the way.
public struct DocumentFields: ~Copyable {
    /// Stands at the value of the field that `next` has answered.
    public var cursor: JSONCursor
    private var scope: JSONScope
    /// The version that is read.
    let versionRead: Int64
    private(set) var version: Int64 = 0
    private(set) var venue = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var symbol = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var instrument = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var source = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var product: Product?
    private(set) var eventTime: Timestamp?
    private(set) var publishTime: Timestamp?
    private(set) var receiveTime: Timestamp?
    private(set) var flags: EventFlags = []

    init(cursor: JSONCursor, scope: JSONScope, versionRead: Int64) {
        self.cursor = cursor
        self.scope = scope
        self.versionRead = versionRead
    }

    /// The next field that is not a common one; nil at the end.
    public mutating func next() throws(DecodeError) -> JSONKey? {
        while let key = try cursor.nextKey(&scope) {
            switch key {
            case "version": version = try cursor.integer()
            case "venue": venue = try cursor.simpleString()
            case "symbol": symbol = try cursor.simpleString()
            case "instrument": instrument = try cursor.simpleString()
            case "product": product = try readProduct()
            case "ts_event": eventTime = Timestamp(nanoseconds: try cursor.integer())
            case "ts_publish": publishTime = Timestamp(nanoseconds: try cursor.integer())
            case "ts_recv": receiveTime = Timestamp(nanoseconds: try cursor.integer())
            case "source": source = try cursor.simpleString()
            case "flags": flags = DocumentMarks.read(try cursor.simpleString())
            default: return key
            }
        }
        return nil
    }

    private mutating func readProduct() throws(DecodeError) -> Product {
        let name = try cursor.simpleString()
        if name.isEqual("linear") { return .linear }
        if name.isEqual("spot") { return .spot }
        guard let product = Product(name: String(decoding: name, as: UTF8.self)) else {
            throw .unknownValue(field: "product")
        }
        return product
    }

    /// Reads the field's text into the batch.
    public mutating func text(into batch: inout EventBatch) throws(DecodeError) -> TextRange {
        let start = batch.text.count
        try cursor.appendString(to: &batch.text)
        return TextRange(
            offset: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: batch.text.count - start))
    }

    /// Reads one of an enumeration's names.
    public mutating func name<Value: DocumentName>(_ field: String) throws(DecodeError) -> Value {
        let text = try cursor.simpleString()
        guard let value = Value.allCases.first(where: { text.isEqual($0.documentName) }) else {
            throw .unknownValue(field: field)
        }
        return value
    }
}

extension Optional {
    /// The value, or the error that the field is missing.
    @inline(__always)
    package func required(_ field: StaticString) throws(DecodeError) -> Wrapped {
        guard let self else { throw .missingField(field.description) }
        return self
    }
}

extension Buffer where Element == UInt8 {
    /// Whether the buffer holds just these bytes.
    func isEqual(to bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        count == bytes.count && withUnsafeBuffer { $0.elementsEqual(bytes) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are those of a literal.
    @inline(__always)
    func isEqual(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != literal.utf8Start[index] { return false }
        return true
    }
}
