import TestSupport

extension Recording {
    /// The first recording with books whose name contains this text.
    static func named(_ part: String) throws(BenchError) -> Recording {
        guard let found = books.first(where: { $0.name.contains(part) }) else { throw .unknown(part) }
        return found
    }
}
