/// Reads or replaces the digits after `"ts_recv":` in a document, without parsing the rest.
enum ReceiveTime {
    private static let name = Array("\"ts_recv\":".utf8)

    /// The nanoseconds in the document; nil if there are none.
    static func read(_ document: UnsafeRawBufferPointer) -> Int64? {
        guard let start = place(in: document) else { return nil }
        var number: Int64 = 0
        for byte in document[start...] {
            guard byte >= 48, byte < 58 else { break }
            number = number * 10 + Int64(byte - 48)
        }
        return number
    }

    /// Replaces the nanoseconds, which must have the same number of digits.
    static func set(in document: inout [UInt8], to nanoseconds: Int64) {
        let digits = Array(String(nanoseconds).utf8)
        guard let start = document.withUnsafeBytes({ place(in: $0) }) else { return }
        document.replaceSubrange(start..<start + digits.count, with: digits)
    }

    private static func place(in document: UnsafeRawBufferPointer) -> Int? {
        let name = Self.name
        guard document.count > name.count else { return nil }
        for start in 0..<(document.count - name.count)
        where document[start] == name[0] && document[start + 4] == name[4]
            && document[start..<(start + name.count)].elementsEqual(name)
        {
            return start + name.count
        }
        return nil
    }
}
