import Base
import Runtime

/// The records to show: each `name=value` must match a header of the record or a field of its document.
struct RecordFilter: Equatable {
    /// One condition.
    struct Condition: Equatable {
        var name: String
        var value: String
    }

    private(set) var conditions: [Condition] = []

    /// A filter that accepts all records.
    init() {}

    /// Parses `venue=bybit,symbol=BTCUSDT`.
    init(_ text: String) throws(UsageError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else {
                throw UsageError("'--filter' takes name=value, several separated by commas, not '\(text)'")
            }
            conditions.append(Condition(name: String(sides[0]), value: String(sides[1])))
        }
    }

    /// Whether a record matches.
    func accepts(_ record: ShownRecord) -> Bool {
        if conditions.isEmpty { return true }
        let fields = DocumentLine.fields(of: record.value) ?? []
        return conditions.allSatisfy { condition in
            if condition.name == "venue", record.venue == condition.value { return true }
            return record.headers.contains { $0.name == condition.name && $0.value == condition.value }
                || fields.contains { $0.name == condition.name && $0.text == condition.value }
        }
    }
}
