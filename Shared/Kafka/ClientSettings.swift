import CRdkafka

/// librdkafka's configuration object while it is filled; a client takes ownership of it.
struct ClientSettings: ~Copyable {
    private let settings: OpaquePointer

    /// Applies `properties`, then the user's properties. Throws ``KafkaError/configuration(property:value:reason:)``.
    init(_ kafka: KafkaConfig, _ properties: [(String, String)], reserved: [String: String]) throws(KafkaError) {
        settings = rd_kafka_conf_new()
        guard !kafka.bootstrapServers.isEmpty else {
            throw .configuration(property: "bootstrap.servers", value: "", reason: "names no broker")
        }
        try set("bootstrap.servers", kafka.bootstrapServers)
        try set("client.id", kafka.clientID)
        // A broker that is back is found within a second instead of ten.
        try set("reconnect.backoff.max.ms", "1000")
        // librdkafka before 2.10 leaves Nagle's algorithm on, so small requests wait for the acknowledgement of the previous
        // one (its CHANGELOG: "a large increase in latency", issue 4986). Batches are formed by linger.ms, not by the socket.
        try set("socket.nagle.disable", "true")
        // librdkafka before 2.0 verifies the broker's certificate, but not that it belongs to the broker's host name.
        try set("ssl.endpoint.identification.algorithm", "https")
        if kafka.statisticsIntervalMilliseconds > 0 {
            try set("statistics.interval.ms", "\(kafka.statisticsIntervalMilliseconds)")
        }
        for (property, value) in properties { try set(property, value) }
        for (property, value) in kafka.properties.sorted(by: { $0.key < $1.key }) {
            if let reason = reserved[property] {
                throw .configuration(property: property, value: value, reason: reason)
            }
            try set(property, value)
        }
    }

    deinit { rd_kafka_conf_destroy(settings) }

    /// Sets one property.
    func set(_ property: String, _ value: String) throws(KafkaError) {
        let (result, reason) = withReason { rd_kafka_conf_set(settings, property, value, $0, $1) }
        guard result != RD_KAFKA_CONF_OK else { return }
        throw .configuration(property: property, value: value, reason: reason)
    }

    /// Creates the client. The context must outlive it, because librdkafka calls back into it.
    func makeClient(_ type: rd_kafka_type_t, context: ClientContext) throws(KafkaError) -> OpaquePointer {
        let copy = rd_kafka_conf_dup(settings)
        context.install(in: copy, type: type)
        let (client, reason) = withReason { rd_kafka_new(type, copy, $0, $1) }
        if let client { return client }
        // Only in this case we still own the copy (rdkafka.h, rd_kafka_new: "conf is freed … on success").
        rd_kafka_conf_destroy(copy)
        throw .configuration(
            property: "client", value: type == RD_KAFKA_PRODUCER ? "producer" : "consumer", reason: reason)
    }

    /// Calls `body` with a buffer for librdkafka's error message.
    private func withReason<Result>(_ body: (UnsafeMutablePointer<CChar>, Int) -> Result) -> (Result, String) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            buffer.initialize(repeating: 0)
            let result = body(buffer.baseAddress!, buffer.count)
            return (result, String(cString: buffer.baseAddress!))
        }
    }
}
