import MarketData

/// Names and texts as Strings, for files and rare answers; not for frames.
extension JSONCursor {
    /// Reads a string with its escapes resolved.
    public mutating func text() throws(DecodeError) -> String {
        var bytes = Buffer<UInt8>(minimumCapacity: 64)
        try appendString(to: &bytes)
        return bytes.withUnsafeBuffer { String(decoding: $0, as: UTF8.self) }
    }

    /// The next field's name, which may contain escapes, with the cursor before its value; nil at the object's end, which is
    /// consumed.
    public mutating func nextName(_ scope: inout JSONScope) throws(DecodeError) -> String? {
        guard try nextField(&scope) else { return nil }
        let name = try text()
        try expect(UInt8(ascii: ":"))
        return name
    }

    /// Reads an object whose values are all texts.
    public mutating func texts() throws(DecodeError) -> [String: String] {
        var found: [String: String] = [:]
        var scope = try beginObject()
        while let name = try nextName(&scope) { found[name] = try text() }
        return found
    }
}
