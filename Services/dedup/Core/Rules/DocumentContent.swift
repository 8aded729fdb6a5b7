import Documents

/// Finds the parts of a document that do not depend on who received it and when.
///
/// Dedup reads only what the normalizer wrote, so `,"ts_recv":…,"source":"…"` stand together and in this order
/// (a test pins it). A document without them counts whole. Flags do not count either: whether a time is bad depends on when
/// the document was received.
enum DocumentContent {
    /// What stands before `ts_recv` and what stands after `source`.
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
