import CRdkafka

extension KafkaConfig {
    /// Whether a property contains a secret: a password, a key or a token. Java's `sasl.jaas.config` does too; librdkafka
    /// refuses it, and the error message must not repeat it.
    public static func isSecret(_ property: String) -> Bool {
        let name = property.lowercased()
        return ["password", "passphrase", "secret", "key.pem", "token", "jaas", "oauthbearer.config"]
            .contains { name.contains($0) }
    }

    /// Whether this librdkafka can authenticate by SASL/SCRAM with current brokers.
    ///
    /// Below 2.6.1 it sends a wrong nonce (https://github.com/confluentinc/librdkafka/pull/4895). Brokers refuse it since they
    /// check the nonce (CVE-2024-56128: 3.7.2, 3.8.1, 3.9.0).
    public static var canUseSCRAM: Bool { rd_kafka_version() >> 8 >= 0x02_06_01 }

    /// A problem with properties that are each valid alone; nil if none is known.
    public var warning: String? {
        // librdkafka has two names for this property.
        let mechanism = properties["sasl.mechanism"] ?? properties["sasl.mechanisms"] ?? ""
        guard mechanism.hasPrefix("SCRAM-"), !Self.canUseSCRAM else { return nil }
        return "\(mechanism) needs librdkafka 2.6.1 or newer with brokers since 3.7.2, and this is "
            + "\(String(cString: rd_kafka_version_str())): authentication will fail (CVE-2024-56128); PLAIN over TLS works"
    }
}
