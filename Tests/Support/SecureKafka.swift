import Foundation
public import Kafka

/// A real Kafka's listener with TLS and SASL, where KAFKA_SECURE_BOOTSTRAP_SERVERS, KAFKA_CA (a PEM file), KAFKA_USER and
/// KAFKA_PASSWORD name one.
public struct SecureKafka: Sendable {
    private let servers: String
    private let authority: String
    private let user: String
    /// What lets one enter.
    public let password: String

    /// The one that the environment names.
    public static let available: SecureKafka? = {
        let variables = ProcessInfo.processInfo.environment
        guard let servers = variables["KAFKA_SECURE_BOOTSTRAP_SERVERS"], let authority = variables["KAFKA_CA"],
            let user = variables["KAFKA_USER"], let password = variables["KAFKA_PASSWORD"]
        else { return nil }
        return SecureKafka(servers: servers, authority: authority, user: user, password: password)
    }()

    /// Why a test that needs one is skipped.
    public static let absence = "KAFKA_SECURE_BOOTSTRAP_SERVERS names no Kafka with TLS and SASL"

    /// How one enters, or with something wrong does not.
    public func config(mechanism: String = "PLAIN", password: String? = nil, authority: String? = nil) -> KafkaConfig {
        KafkaConfig(
            bootstrapServers: servers, clientID: "test",
            properties: [
                "security.protocol": "SASL_SSL", "sasl.mechanism": mechanism, "sasl.username": user,
                "sasl.password": password ?? self.password, "ssl.ca.location": authority ?? self.authority,
            ])
    }
}
