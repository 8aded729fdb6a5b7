/// What every Kafka client needs: where the brokers are and who asks.
public struct KafkaConfig: Sendable, Hashable {
    /// `host:port`, several separated by commas. A broker that is absent is waited for.
    public var bootstrapServers: String
    /// The name that brokers log and apply quotas to.
    public var clientID: String
    /// Further librdkafka properties, passed on as they are (TLS, SASL, sizes…). An unknown one, a wrong value, and
    /// one that this module's promises depend on are refused with ``KafkaError/configuration(property:value:reason:)``.
    public var properties: [String: String]
    /// Milliseconds between ``KafkaEvent/statistics(_:)`` events; 0 for none.
    public var statisticsIntervalMilliseconds: Int

    /// Describes a client of the brokers at `bootstrapServers`.
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
