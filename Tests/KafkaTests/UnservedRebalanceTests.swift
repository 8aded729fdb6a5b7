import Foundation
import Kafka
import Testing

@Suite("Members of groups that are closed")
struct UnservedRebalanceTests {
    // In one run of three a member waits for ever in librdkafka 2.0.2 (#4884): scripts/librdkafka/answer-who-waits.patch.
    @Test("end when they have not looked yet at what they were given", arguments: TestBroker.available)
    func close(_ kind: TestBroker) throws {
        let brokers = try (0..<20).map { _ in try kind.start() }
        for broker in brokers { try broker.publish(["a"]) }
        let members = try brokers.map { try $0.member(of: $0.topic) }
        // Long enough for the groups to give them their partitions, of which they learn when they poll.
        sleep(5)
        let closed = DispatchGroup()
        for member in members {
            closed.enter()
            Thread.detachNewThread {
                try? member.close()
                closed.leave()
            }
        }
        #expect(closed.wait(timeout: .now() + 60) == .success, "not all were closed within a minute")
    }
}
