/// Why bytes could not be decoded into events.
///
/// Cursor, documents and the venues' decoders share this type, so that typed throws need no conversion. It contains offsets,
/// names and the text of a number, never the payload: the dead letter contains the whole frame anyway.
public enum DecodeError: Error, Sendable, Hashable {
    /// The bytes at `offset` are not JSON.
    case malformed(offset: Int)
    /// The bytes end inside a value.
    case truncated
    /// There are bytes after the value.
    case trailingBytes(offset: Int)
    /// Arrays and objects are nested deeper than `JSONCursor.maximumDepth`.
    case tooDeep(offset: Int)
    /// A string that is a name or a number contains an escape.
    case unexpectedEscape(offset: Int)
    /// The bytes at `offset` are not UTF-8.
    case invalidUTF8(offset: Int)
    /// The value at `offset` has the wrong type for the field.
    case wrongType(offset: Int)
    /// The number at `offset` is outside the exact range of a `Decimal` or an `Int64`.
    case numberDoesNotFit(offset: Int)
    /// A number that is invalid for its field, with its place and its text.
    indirect case faultyNumber(FaultyNumber)
    /// The frame is larger than the limit.
    case tooLarge(bytes: Int)
    /// A required field is missing.
    case missingField(String)
    /// A field that determines the meaning of an event has an unknown value.
    case unknownValue(field: String)
    /// No decoder for this channel, topic or message type.
    case unknownChannel(String)
    /// The symbol cannot belong to this venue.
    case unknownSymbol(String)
    /// The symbol table is full.
    case tooManySymbols
    /// The frame contradicts itself or the venue's documentation.
    case inconsistent(String)

    /// A short name for counters and dead-letter headers.
    public var code: String {
        switch self {
        case .malformed: "malformed"
        case .truncated: "truncated"
        case .trailingBytes: "trailing_bytes"
        case .tooDeep: "too_deep"
        case .unexpectedEscape: "unexpected_escape"
        case .invalidUTF8: "invalid_utf8"
        case .wrongType: "wrong_type"
        case .numberDoesNotFit: "number_does_not_fit"
        case .faultyNumber(let number): number.code
        case .tooLarge: "too_large"
        case .missingField: "missing_field"
        case .unknownValue: "unknown_value"
        case .unknownChannel: "unknown_channel"
        case .unknownSymbol: "unknown_symbol"
        case .tooManySymbols: "too_many_symbols"
        case .inconsistent: "inconsistent"
        }
    }
}

extension DecodeError: CustomStringConvertible {
    /// One line for logs and dead-letter headers.
    public var description: String {
        switch self {
        case .malformed(let offset): "not JSON at byte \(offset)"
        case .truncated: "the bytes end inside a value"
        case .trailingBytes(let offset): "bytes after the end of the value, from byte \(offset)"
        case .tooDeep(let offset): "nested too deep at byte \(offset)"
        case .unexpectedEscape(let offset): "an escape in a name or a number at byte \(offset)"
        case .invalidUTF8(let offset): "not UTF-8 at byte \(offset)"
        case .wrongType(let offset): "a value of the wrong type at byte \(offset)"
        case .numberDoesNotFit(let offset): "a number that does not fit at byte \(offset)"
        case .faultyNumber(let number): "\(number)"
        case .tooLarge(let bytes): "\(bytes) bytes are more than a frame may have"
        case .missingField(let name): "field '\(name)' is missing"
        case .unknownValue(let field): "field '\(field)' holds a value that is not known"
        case .unknownChannel(let name): "unknown channel '\(name)'"
        case .unknownSymbol(let name): "unknown symbol '\(name)'"
        case .tooManySymbols: "more symbols than the table takes"
        case .inconsistent(let what): "\(what)"
        }
    }
}
