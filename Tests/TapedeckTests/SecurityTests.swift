@testable import TapedeckCore
import TestSupport
import Testing

@Suite(
    "tapedeck at a Kafka with TLS and SASL",
    .enabled(if: SecureKafka.available != nil, "\(SecureKafka.absence)"))
struct SecurityTests {
    @Test("the right password shows the topics, a wrong one is told")
    func password() throws {
        let secure = try #require(SecureKafka.available)
        _ = try TopicInspector(secure.config()).topics()
        let error = #expect(throws: (any Error).self) {
            try TopicInspector(secure.config(password: "wrong"), timeoutMilliseconds: 3_000)
        }
        #expect("\(error as Any)".contains("Authentication failed"), "\(error as Any)")
    }
}
