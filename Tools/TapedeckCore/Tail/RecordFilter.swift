import Base
import Runtime

/// Which records to show: each `name=value` must hold, of the record's headers or of its document's fields.
struct RecordFilter: Equatable {
    /// One condition.
    struct Condition: Equatable {
        var name: String
        var value: String
    }

    private(set) var conditions: [Condition] = []

    /// Lets all records pass.
    init() {}

    /// Reads `venue=bybit,symbol=BTCUSDT`.
    init(_ text: String) throws(UsageError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else {
                throw UsageError("'--filter' takes name=value, several separated by commas, not '\(text)'")
            }
            conditions.append(Condition(name: String(sides[0]), value: String(sides[1])))
        }
    }

    /// Whether a record passes.
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
