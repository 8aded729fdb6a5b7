import JSON

extension RESTRequest {
    /// The request for the next page, whose cursor is in `field` of the answer's `object`; nil on the last page.
    ///
    /// The cursor is put into the query unchanged. The request has no repetition of its own, because repeating the first page
    /// leads to new pages.
    package func nextPage(after body: UnsafeRawBufferPointer, object: StaticString, field: StaticString) -> RESTRequest?
    {
        guard let page = Self.text(of: field, in: object, body), !page.isEmpty else { return nil }
        var next = self
        let parts = path.split(separator: "?", maxSplits: 1)
        let query = parts.count == 2 ? parts[1].split(separator: "&").filter { !$0.hasPrefix("cursor=") } : []
        next.path = "\(parts[0])?\((query + ["cursor=\(page)"]).joined(separator: "&"))"
        next.repeatMilliseconds = nil
        return next
    }

    private static func text(
        of field: StaticString, in object: StaticString, _ body: UnsafeRawBufferPointer
    ) -> String? {
        do throws(DecodeError) {
            var frame = FrameBuffer(minimumCapacity: body.count)
            try frame.assign(body)
            var cursor = frame.cursor
            var outer = try cursor.beginObject()
            while let key = try cursor.nextKey(&outer) {
                guard object ~= key else {
                    try cursor.skipValue()
                    continue
                }
                var inner = try cursor.beginObject()
                while let key = try cursor.nextKey(&inner) {
                    if field ~= key { return try cursor.word().string }
                    try cursor.skipValue()
                }
            }
        } catch {
            // The decoder gets the same bytes and reports the error; there is no next page to request.
        }
        return nil
    }
}
