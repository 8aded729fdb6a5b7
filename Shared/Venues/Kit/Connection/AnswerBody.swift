package import JSON

/// The parts of the outermost object of a REST answer that show whether the answer is the expected one.
package struct AnswerBody {
    /// The names of its fields that are not null.
    package private(set) var fields: Set<String> = []
    /// Its result code, if it has one.
    package private(set) var code: Int64?
    /// Whether it is a list instead.
    package private(set) var isList = false

    /// The maximum number of names that are stored.
    private static let limit = 64

    /// Reads a body to its end, so that a truncated one is an error.
    ///
    /// - Parameter codeField: the name of the field that holds the code.
    package init(_ body: UnsafeRawBufferPointer, codeField: StaticString = "code") throws(DecodeError) {
        var frame = FrameBuffer(minimumCapacity: body.count)
        try frame.assign(body)
        var cursor = frame.cursor
        if cursor.peek() == UInt8(ascii: "[") {
            isList = true
            try cursor.skipValue()
            try cursor.finish()
            return
        }
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            if try cursor.takeNull() { continue }
            if fields.count < Self.limit { fields.insert(key.string) }
            if codeField ~= key,
                let value = try cursor.descriptive({ (cursor) throws(DecodeError) in try cursor.integer() })
            {
                code = value
            } else if codeField ~= key {
                continue
            } else {
                try cursor.skipValue()
            }
        }
        try cursor.finish()
    }

    /// Why a body is not the expected one, in the venue's words; nil if `isExpected` accepts it.
    package static func fault(
        in body: UnsafeRawBufferPointer, codeField: StaticString = "code", unless isExpected: (AnswerBody) -> Bool
    ) -> String? {
        do throws(DecodeError) {
            return isExpected(try AnswerBody(body, codeField: codeField)) ? nil : VenueWords.of(body)
        } catch {
            // The publisher reports that it is too large; a retry would not help.
            if case .tooLarge = error { return nil }
            return "\(error): \(VenueWords.of(body))"
        }
    }
}
