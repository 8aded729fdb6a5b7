import Kafka
import Testing

@Suite("A wrong configuration names the property")
struct ConfigTests {
    private func producerError(_ properties: [String: String], servers: String = "127.0.0.1:1") -> KafkaError? {
        let config = KafkaConfig(bootstrapServers: servers, properties: properties)
        return #expect(throws: KafkaError.self) { try KafkaProducer(KafkaProducerConfig(kafka: config)) }
    }

    @Test("an unknown property is refused by its name")
    func unknown() {
        let error = producerError(["linger.millis": "5"])
        guard case .configuration(let property, let value, let reason) = error else {
            Issue.record("not a configuration error: \(String(describing: error))")
            return
        }
        #expect(property == "linger.millis")
        #expect(value == "5")
        #expect(reason.contains("linger.millis"))
    }

    @Test("a value of the wrong kind is refused with what is allowed")
    func wrongValue() {
        let error = producerError(["security.protocol": "tls"])
        #expect(error?.description.contains("security.protocol=tls") == true)
    }

    @Test(
        "a property that a promise depends on cannot be changed",
        arguments: ["enable.idempotence", "acks", "partitioner"])
    func reserved(_ property: String) {
        guard case .configuration(property, _, _) = producerError([property: "0"]) else {
            Issue.record("\(property) was accepted")
            return
        }
    }

    @Test("properties that contradict each other are refused when the client is made")
    func contradiction() {
        #expect(producerError(["max.in.flight": "100"])?.description.contains("max.in.flight") == true)
    }

    @Test("no broker at all is refused")
    func noBroker() {
        #expect(producerError([:], servers: "")?.description.contains("bootstrap.servers") == true)
    }

    @Test("a consumer's offsets cannot be committed behind its back")
    func consumer() {
        let config = KafkaConfig(bootstrapServers: "127.0.0.1:1", properties: ["enable.auto.commit": "true"])
        #expect(throws: KafkaError.self) { try KafkaConsumer(KafkaConsumerConfig(kafka: config, group: "g")) }
    }

    @Test(
        "a secret does not show in the error",
        arguments: ["sasl.password", "ssl.key.password", "ssl.key.pem", "sasl.oauthbearer.client.secret"])
    func secret(_ property: String) {
        let error = KafkaError.configuration(property: property, value: "hunter2", reason: "no")
        #expect(!error.description.contains("hunter2"))
    }

    @Test("Java's way to give a password is refused without repeating it")
    func jaas() {
        let error = producerError(["sasl.jaas.config": "PlainLoginModule required password=\"hunter2\";"])
        #expect(error?.description.contains("sasl.jaas.config") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("SCRAM is warned of where the library cannot do it", arguments: ["sasl.mechanism", "sasl.mechanisms"])
    func scram(_ property: String) {
        func warning(_ mechanism: String) -> String? {
            KafkaConfig(bootstrapServers: "127.0.0.1:1", properties: [property: mechanism]).warning
        }
        #expect((warning("SCRAM-SHA-512") == nil) == KafkaConfig.canUseSCRAM)
        #expect(warning("PLAIN") == nil)
    }
}
