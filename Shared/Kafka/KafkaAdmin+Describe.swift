import CRdkafka

/// Descriptions of topics from the brokers.
extension KafkaAdmin {
    /// All topics, in order of their names.
    public func list(timeoutMilliseconds: Int) throws(KafkaError) -> [KafkaTopicDescription] {
        try metadata(of: nil, timeoutMilliseconds).topics().sorted { $0.name < $1.name }
    }

    /// One topic. If the broker creates topics automatically (`auto.create.topics.enable`), this creates it.
    public func describe(_ name: String, timeoutMilliseconds: Int) throws(KafkaError) -> KafkaTopicDescription {
        let topic = try KafkaTopic(name, of: client)
        let metadata = try metadata(of: topic, timeoutMilliseconds)
        try metadata.check(name)
        guard let described = metadata.topics().first(where: { $0.name == name }) else {
            throw .failed(
                operation: "describe", topic: name, partition: nil,
                KafkaFailure(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART))
        }
        return described
    }

    /// A topic's effective properties, including defaults.
    public func config(of topic: String, timeoutMilliseconds: Int) throws(KafkaError) -> [String: String] {
        var resources: [OpaquePointer?] = [rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)]
        defer { rd_kafka_ConfigResource_destroy_array(&resources, 1) }
        let answer = try ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "describe config", timeoutMilliseconds) {
            rd_kafka_DescribeConfigs(client.pointer, &resources, 1, $0, $1)
        }
        try answer.check("describe config")
        var count = 0
        let result = rd_kafka_event_DescribeConfigs_result(answer.pointer)
        guard let found = rd_kafka_DescribeConfigs_result_resources(result, &count), count == 1, let first = found[0]
        else { return [:] }
        try ClientHandle.check(rd_kafka_ConfigResource_error(first), "describe config", topic: topic)
        let entries = rd_kafka_ConfigResource_configs(first, &count)
        var config: [String: String] = [:]
        for index in 0..<count {
            guard let entry = entries?[index], let value = rd_kafka_ConfigEntry_value(entry) else { continue }
            config[String(cString: rd_kafka_ConfigEntry_name(entry))] = String(cString: value)
        }
        return config
    }

    /// Requests metadata of one topic, or of all.
    func metadata(of topic: KafkaTopic?, _ timeoutMilliseconds: Int) throws(KafkaError) -> ClusterMetadata {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(
            client.pointer, topic == nil ? 1 : 0, topic?.pointer, &answer, Int32(clamping: timeoutMilliseconds))
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else {
            throw .failed(operation: "metadata", topic: topic?.name, partition: nil, KafkaFailure(code))
        }
        return ClusterMetadata(pointer: answer)
    }

    /// Sends an administrative request and waits for its answer.
    func ask(
        _ operation: rd_kafka_admin_op_t, _ name: String, _ timeoutMilliseconds: Int,
        _ send: (_ options: OpaquePointer?, _ queue: OpaquePointer?) -> Void
    ) throws(KafkaError) -> AdminAnswer {
        let options = rd_kafka_AdminOptions_new(client.pointer, operation)
        defer { rd_kafka_AdminOptions_destroy(options) }
        let timeout = Int32(clamping: max(1, timeoutMilliseconds))
        rd_kafka_AdminOptions_set_request_timeout(options, timeout, nil, 0)
        if operation != RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS {
            // The broker answers when every broker knows of the change, so the result can be used immediately.
            rd_kafka_AdminOptions_set_operation_timeout(options, timeout, nil, 0)
        }
        let queue = rd_kafka_queue_new(client.pointer)
        defer { rd_kafka_queue_destroy(queue) }
        send(options, queue)
        // librdkafka answers after the request's timeout at the latest; one second is added for its own timers.
        guard let event = rd_kafka_queue_poll(queue, timeout.addingReportingOverflow(1_000).partialValue) else {
            throw .failed(name, KafkaFailure(RD_KAFKA_RESP_ERR__TIMED_OUT))
        }
        return AdminAnswer(pointer: event)
    }
}
