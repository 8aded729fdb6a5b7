import MarketData
import Testing

@Suite("Sequences: one judgement")
struct SequenceSpanTests {
    /// A document behind a stream that stands at 10, and what is to be said of it.
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: SequenceRule
        let first: Int64
        let last: Int64
        var previous: Int64?
        var isSnapshot = false
        var isBridging = false
        let judgement: SequenceJudgement

        init(
            _ rule: SequenceRule, _ first: Int64, _ last: Int64, previous: Int64? = nil, isSnapshot: Bool = false,
            isBridging: Bool = false, _ judgement: SequenceJudgement
        ) {
            self.rule = rule
            self.first = first
            self.last = last
            self.previous = previous
            self.isSnapshot = isSnapshot
            self.isBridging = isBridging
            self.judgement = judgement
        }

        var testDescription: String {
            let previous = previous.map { " after \($0)" } ?? ""
            return "\(rule) \(first)…\(last)\(previous)\(isSnapshot ? " snapshot" : "")\(isBridging ? " bridging" : "")"
        }
    }

    private static let rows: [Row] = [
        Row(.contiguous, 11, 11, .continues), Row(.contiguous, 11, 15, .continues), Row(.contiguous, 8, 12, .continues),
        Row(.contiguous, 10, 10, .repeats), Row(.contiguous, 3, 9, .repeats),
        Row(.contiguous, 12, 12, .misses(11...11)), Row(.contiguous, 15, 20, .misses(11...14)),
        Row(.contiguous, 10, 10, isBridging: true, .repeats),
        // A snapshot holds all up to its number.
        Row(.contiguous, 11, 11, isSnapshot: true, .continues), Row(.contiguous, 10, 10, isSnapshot: true, .repeats),
        Row(.contiguous, 14, 14, isSnapshot: true, .misses(11...13)),

        Row(.chained, 11, 15, previous: 10, .continues), Row(.chained, 14, 15, previous: 13, .misses(11...13)),
        Row(.chained, 9, 15, previous: 8, .misses(11...11)), Row(.chained, 8, 10, previous: 7, .repeats),
        Row(.chained, 5, 8, previous: 4, .repeats),
        // Nothing has changed: OKX repeats its number now and then.
        Row(.chained, 10, 10, previous: 10, .repeats),
        // The numbering falls back (OKX); an old copy names an older number.
        Row(.chained, 3, 3, previous: 10, .continues), Row(.chained, 3, 3, previous: 2, .repeats),
        Row(.chained, 3, 3, previous: 12, .repeats), Row(.chained, 3, 3, previous: 10, isSnapshot: true, .repeats),
        // The first behind a snapshot beside the stream spans its number.
        Row(.chained, 9, 15, previous: 8, isBridging: true, .continues),
        Row(.chained, 12, 15, previous: 11, isBridging: true, .misses(11...11)),
        Row(.chained, 9, 10, previous: 8, isBridging: true, .continues),
        Row(.chained, 9, 10, previous: 8, .repeats),
        // One that names none before is judged by what it covers.
        Row(.chained, 11, 12, .continues), Row(.chained, 13, 14, .misses(11...12)),

        Row(.increasing, 11, 11, .continues), Row(.increasing, 900, 900, .continues),
        Row(.increasing, 10, 10, .repeats), Row(.increasing, 3, 3, .repeats),
        Row(.increasing, 900, 900, isSnapshot: true, .continues),
        Row(.increasing, 10, 10, isSnapshot: true, .repeats),

        Row(.none, 10, 10, .continues), Row(.none, 3, 3, .continues), Row(.none, 900, 900, .continues),
    ]

    @Test("what is said of numbers behind 10", arguments: rows)
    func judgement(_ row: Row) {
        let span = SequenceSpan(
            first: row.first, last: row.last, previous: row.previous, rule: row.rule, isSnapshot: row.isSnapshot)
        #expect(span.judgement(after: 10, isBridging: row.isBridging) == row.judgement)
        #expect(span.judgement(after: nil) == .continues, "nothing is before the first")
    }

    @Test("numbers at their bounds are judged, whatever the rule", arguments: SequenceRule.allCases)
    func bounds(_ rule: SequenceRule) {
        let bounds: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
        for first in bounds {
            for last in bounds {
                for previous in bounds.map({ Optional($0) }) + [nil] {
                    for isSnapshot in [false, true] {
                        let span = SequenceSpan(
                            first: first, last: last, previous: previous, rule: rule, isSnapshot: isSnapshot)
                        for sequence in bounds {
                            _ = (span.judgement(after: sequence), span.judgement(after: sequence, isBridging: true))
                        }
                        _ = span.lastBefore
                    }
                }
            }
        }
    }

    @Test("numbers are there to judge by where the rule says so")
    func numbers() {
        let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil)
        func change(_ rule: SequenceRule, last: Int64?) -> BookChange {
            BookChange(
                header: header, kind: .delta, rule: rule, lastSequence: last, previousSequence: 4, bids: .empty,
                asks: .empty)
        }
        #expect(SequenceSpan(change(.none, last: 5)) == nil)
        #expect(SequenceSpan(change(.increasing, last: nil)) == nil)
        #expect(SequenceSpan(change(.chained, last: 5))?.previous == 4)
        #expect(SequenceSpan(change(.contiguous, last: 5))?.previous == nil, "it is not judged by")
        #expect(SequenceRule(last: 5, previous: 4) == .chained && SequenceRule(last: 5) == .contiguous)
        #expect(SequenceRule(last: nil) == SequenceRule.none)
    }
}
