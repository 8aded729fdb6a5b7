import Documents
import MarketData
import SignalsCore
import Testing
import TrialSupport

/// Numbers at the bounds of their types, in every field of every document, through all that reads documents. A trap ends the
/// run: that is the point.
@Suite("Numbers at their bounds")
struct ExtremeDocumentTests {
    /// How many documents go through the same hearts: dedup's state grows with them.
    private static let life = 60

    @Test("no number ends anything, and the next document comes through", arguments: ExtremeDocument.types)
    func everyField(type: DocumentType) {
        let odd = ExtremeDocument(type)
        var hearts = ExtremeHearts()
        var count = 0
        var failures: [String] = []
        odd.forEachExtreme { document in
            _ = hearts.take(document, odd.kind)
            count += 1
            // A symbol of its own: what the odd document says of its own symbol may be believed.
            let good = ExtremeDocument(type, of: "GOOD\(count)", name: "n\(count)")
            let outcome = hearts.take(good.value, good.kind)
            if !Self.isWhole(outcome, type) {
                failures.append("\(outcome) behind \(String(decoding: document, as: UTF8.self))")
            }
            if count % 20 == 0 { hearts.restart() }
            if count % Self.life == 0 { hearts = ExtremeHearts() }
        }
        hearts.restart()
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(3))")
        #expect(count > odd.places.count * 7)
    }

    @Test("hundreds of documents that were received at one bound of time end nothing", arguments: ExtremeDocument.types)
    func manyAtOneBound(type: DocumentType) {
        for bound in ["\(Int64.min + 1)", "\(Int64.max)"] {
            var hearts = ExtremeHearts()
            for index in 0..<320 {
                let document = ExtremeDocument(type, name: "n\(index)")
                // Behind the times of venue and gateway.
                _ = hearts.take(document.with([(document.places[2], bound)]), document.kind)
            }
            hearts.restart()
            let good = ExtremeDocument(type, of: "GOOD", name: "good")
            #expect(Self.isWhole(hearts.take(good.value, good.kind), type), "after \(bound)")
        }
    }

    @Test("a document is taken apart into the numbers that it has")
    func places() {
        let delta = ExtremeDocument("book_delta")
        #expect(delta.places.count { $0.form == .integer } == 9)
        #expect(delta.places.count { $0.form == .decimal } == 8)
        let document = delta.with([(delta.places[2], "7")])
        #expect(String(decoding: document, as: UTF8.self).contains(#","ts_recv":7,"source":"primary","depth":50,"#))
    }

    /// Whether a good document came through everything that reads its type.
    private static func isWhole(_ outcome: ExtremeHearts.Outcome, _ type: DocumentType) -> Bool {
        let kind = ExtremeDocument(type).kind
        let isShown = outcome.isOnBoard || !MarketGroup.kinds.contains(kind)
        let areTold = outcome.alerts == (kind == .status || kind == .gap ? 1 : 0)
        return outcome.isPassed && isShown && outcome.isArchived && areTold && outcome.line != nil
    }
}
