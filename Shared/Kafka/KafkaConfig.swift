/// The configuration that all Kafka clients share: the brokers and the name of the client.
public struct KafkaConfig: Sendable, Hashable {
    /// `host:port`, several separated by commas. Clients wait for absent brokers.
    public var bootstrapServers: String
    /// The client's name in the brokers' logs and quotas.
    public var clientID: String
    /// Further librdkafka properties, passed on unchanged (TLS, SASL, sizes…). Unknown properties, wrong values, and properties
    /// that this module relies on are refused with ``KafkaError/configuration(property:value:reason:)``.
    public var properties: [String: String]
    /// The interval of ``KafkaEvent/statistics(_:)`` events in milliseconds; 0 for none.
    public var statisticsIntervalMilliseconds: Int

    /// The properties are checked when a client is created.
    public init(
        bootstrapServers: String, clientID: String = "tapedeck", properties: [String: String] = [:],
        statisticsIntervalMilliseconds: Int = 0
    ) {
        self.bootstrapServers = bootstrapServers
        self.clientID = clientID
        self.properties = properties
        self.statisticsIntervalMilliseconds = statisticsIntervalMilliseconds
    }
}
