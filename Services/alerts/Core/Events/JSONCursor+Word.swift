import JSON

extension JSONCursor {
    /// Reads one of a type's words.
    mutating func word<Word: RawRepresentable<String>>(_ field: String) throws(DecodeError) -> Word {
        guard let word = Word(rawValue: try text()) else { throw .unknownValue(field: field) }
        return word
    }
}
