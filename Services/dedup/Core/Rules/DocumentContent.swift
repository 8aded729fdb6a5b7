import Documents

/// Finds the parts of a document that do not depend on its receiver and receive time.
///
/// Dedup only reads documents of the normalizer, so `,"ts_recv":…,"source":"…"` are adjacent and in this order (a test pins
/// it). A document without them counts whole. Flags are ignored too, because a time is marked as bad depending on the receive
/// time.
/// the document was received.
enum DocumentContent {
    /// The bytes before `ts_recv` and the bytes after `source`.
    static func withoutReception(
        _ document: UnsafeRawBufferPointer
    ) -> (head: UnsafeRawBufferPointer, tail: UnsafeRawBufferPointer) {
        guard document.count > 1 else { return (document, UnsafeRawBufferPointer(start: nil, count: 0)) }
        let document = UnsafeRawBufferPointer(rebasing: document[..<DocumentMarks.start(in: document)])
        let whole = (document, UnsafeRawBufferPointer(rebasing: document[document.count...]))
        guard let start = find(",\"ts_recv\":", in: document, from: 0),
            let source = find(",\"source\":\"", in: document, from: start)
        else { return whole }
        var end = source + 11
        while end < document.count, document[end] != UInt8(ascii: "\"") { end += 1 }
        guard end < document.count else { return whole }
        return (
            UnsafeRawBufferPointer(rebasing: document[..<start]),
            UnsafeRawBufferPointer(rebasing: document[(end + 1)...])
        )
    }

    private static func find(_ needle: StaticString, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        let count = needle.utf8CodeUnitCount
        guard bytes.count >= count else { return nil }
        let first = needle.utf8Start[0]
        let second = needle.utf8Start[2]
        for index in start...(bytes.count - count) where bytes[index] == first && bytes[index + 2] == second {
            var matched = 1
            while matched < count, bytes[index + matched] == needle.utf8Start[matched] { matched += 1 }
            if matched == count { return index }
        }
        return nil
    }
}
