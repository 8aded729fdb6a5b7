package import JSON

/// The outermost object of a REST answer, as far as it tells whether the answer is what was asked for.
package struct AnswerBody {
    /// The names of its fields that are not null.
    package private(set) var fields: Set<String> = []
    /// The code of its outcome, where it has one.
    package private(set) var code: Int64?
    /// Whether it is a list instead.
    package private(set) var isList = false

    /// Names beyond this many are not remembered.
    private static let limit = 64

    /// Reads a body to its end: what is cut off is an error.
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

    /// Why a body is not what was asked for, in the venue's words; nil when `isExpected` says that it is.
    package static func fault(
        in body: UnsafeRawBufferPointer, codeField: StaticString = "code", unless isExpected: (AnswerBody) -> Bool
    ) -> String? {
        do throws(DecodeError) {
            return isExpected(try AnswerBody(body, codeField: codeField)) ? nil : VenueWords.of(body)
        } catch {
            // Whoever publishes it says that it is too large; asked for again it would be so again.
            if case .tooLarge = error { return nil }
            return "\(error): \(VenueWords.of(body))"
        }
    }
}
