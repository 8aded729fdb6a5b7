@testable import Runtime
import Testing

@Suite("A member's name")
struct NameDisputeTests {
    @Test("is taken back a few times, and again after a time of peace")
    func limit() {
        var dispute = NameDispute()
        let start: Int64 = 1_700_000_000_000_000_000
        let late = start + 2 * NameDispute.peaceNanoseconds
        let moments = (0...NameDispute.limit).map { start + Int64($0) } + [late]
        let answers = moments.map { dispute.lost(at: $0) }
        #expect(answers == Array(repeating: true, count: NameDispute.limit) + [false, true])
    }
}
