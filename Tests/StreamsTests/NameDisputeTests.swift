@testable import Kafka
@testable import Streams
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

    @Test(
        "is lost when polling says so or the client has given up, not when only offsets of an old session are refused",
        arguments: [("poll", false, true), ("commit", true, true), ("commit", false, false)])
    func loss(operation: String, isFatal: Bool, isLoss: Bool) {
        let failure = KafkaFailure(
            code: 82, name: "FENCED_INSTANCE_ID", reason: "fenced", isFatal: isFatal, isRetriable: false,
            requiresAbort: false)
        let error = KafkaError.failed(operation: operation, topic: nil, partition: nil, failure)
        #expect(NameDispute.isLoss(error) == isLoss)
    }
}
