import Glibc
import Kafka
import TestSupport
import Testing

@Suite(
    "A Kafka with TLS and SASL",
    .enabled(if: SecureKafka.available != nil, "\(SecureKafka.absence)"))
struct SecurityTests {
    private let secure: SecureKafka

    init() throws { secure = try #require(SecureKafka.available) }

    /// Those of the server's that the library speaks.
    private static let mechanisms = ["PLAIN"] + (KafkaConfig.canUseSCRAM ? ["SCRAM-SHA-512"] : [])

    @Test("takes and gives the records of a transaction", arguments: mechanisms)
    func transaction(_ mechanism: String) throws {
        let config = secure.config(mechanism: mechanism)
        let name = "secure-\(UInt64.random(in: 0...UInt64.max))"
        _ = try KafkaAdmin(config).create(
            [KafkaTopicSpecification(name: name, partitions: 1)], timeoutMilliseconds: 60_000)
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: config, transactionalID: name))
        try producer.initTransactions(timeoutMilliseconds: 60_000)
        try producer.beginTransaction()
        let topic = try producer.topic(name)
        for value in ["a", "b"] { try producer.produce(to: topic, partition: 0, key: "k", value: value) }
        try producer.commitTransaction(timeoutMilliseconds: 60_000)

        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: config, group: name))
        try consumer.subscribe([name])
        #expect(try consumer.values(2) == ["a", "b"])
        try consumer.close()
    }

    @Test("a wrong password is told to producers and consumers, which go on trying")
    func wrongPassword() throws {
        let config = secure.config(password: "wrong-\(secure.password)")
        let told = Recorder<KafkaFailure>()
        let handler: @Sendable (KafkaEvent) -> Void = { if case .error(let failure) = $0 { told.append(failure) } }
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: config), onEvent: handler)
        try expectRefusal(told, "Authentication failed") { usleep(100_000) }
        #expect(!told.elements.contains { $0.isFatal })
        withExtendedLifetime(producer) {}

        let toldConsumer = Recorder<KafkaFailure>()
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: config, group: "wrong")) {
            if case .error(let failure) = $0 { toldConsumer.append(failure) }
        }
        try consumer.subscribe(["any"])
        try expectRefusal(toldConsumer, "Authentication failed") {
            _ = try consumer.poll(maxRecords: 1, timeoutMilliseconds: 100)
        }
        try consumer.close()
    }

    @Test("an administrator is told why no broker answers")
    func administrator() throws {
        let told = Recorder<KafkaFailure>()
        let admin = try KafkaAdmin(secure.config(password: "wrong")) {
            if case .error(let failure) = $0 { told.append(failure) }
        }
        try expectRefusal(told, "Authentication failed") {
            #expect(!admin.waitForBroker(timeoutMilliseconds: 1_000))
        }
    }

    @Test("a server whose certificate nobody we trust has signed is refused")
    func strangeAuthority() throws {
        let told = Recorder<KafkaFailure>()
        let other = try TestAuthority.shared.get().otherCAFile
        let admin = try KafkaAdmin(secure.config(authority: other)) {
            if case .error(let failure) = $0 { told.append(failure) }
        }
        try expectRefusal(told, "certificate") {
            #expect(!admin.waitForBroker(timeoutMilliseconds: 1_000))
        }
    }

    /// Waits until something about security was told, in these words.
    private func expectRefusal(
        _ told: Recorder<KafkaFailure>, _ words: String, while turn: () throws -> Void
    ) throws {
        for _ in 0..<600 {
            try turn()
            guard let refusal = told.elements.first(where: { $0.isAboutSecurity }) else { continue }
            #expect(refusal.reason.contains(words), "\(refusal)")
            return
        }
        throw Unfinished(what: "a refusal: \(told.elements)")
    }
}
