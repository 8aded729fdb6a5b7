import CRdkafka

/// Creates, describes and deletes topics. Calls block until the brokers answer or the timeout has passed.
public final class KafkaAdmin: Sendable {
    let client: ClientHandle

    /// Connects in the background.
    public init(_ config: KafkaConfig, onEvent: @escaping @Sendable (KafkaEvent) -> Void = { _ in }) throws(KafkaError)
    {
        let settings = try ClientSettings(config, [], reserved: KafkaConsumerConfig.reserved)
        client = try ClientHandle(RD_KAFKA_PRODUCER, settings, context: ClientContext(onEvent: onEvent))
    }

    /// Waits until a broker answers. Returns false if none has within the timeout; by then `onEvent` has received the reason.
    public func waitForBroker(timeoutMilliseconds: Int) -> Bool {
        let answers = (try? metadata(of: nil, timeoutMilliseconds)) != nil
        // An admin client does not poll otherwise, and polling delivers the errors.
        rd_kafka_poll(client.pointer, 0)
        return answers
    }

    /// Creates the topics that do not exist yet, and returns the result for each.
    ///
    /// - Throws: ``KafkaError`` for the first topic that could not be created; the topics before it were.
    public func create(
        _ topics: [KafkaTopicSpecification], timeoutMilliseconds: Int
    ) throws(KafkaError) -> [String: KafkaTopicCreation] {
        guard !topics.isEmpty else { return [:] }
        if try isEmbedded(timeoutMilliseconds) { return try createByAsking(topics, timeoutMilliseconds) }
        var made: [OpaquePointer?] = []
        defer { rd_kafka_NewTopic_destroy_array(&made, made.count) }
        for topic in topics { made.append(try newTopic(topic)) }
        let answer = try ask(RD_KAFKA_ADMIN_OP_CREATETOPICS, "create topics", timeoutMilliseconds) { options, queue in
            rd_kafka_CreateTopics(client.pointer, &made, made.count, options, queue)
        }
        try answer.check("create topics")
        var count = 0
        let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(answer.pointer), &count)
        return try outcomes(results, count)
    }

    /// Deletes topics; a topic that does not exist is not an error.
    public func delete(_ topics: [String], timeoutMilliseconds: Int) throws(KafkaError) {
        guard !topics.isEmpty else { return }
        var doomed: [OpaquePointer?] = topics.map { rd_kafka_DeleteTopic_new($0) }
        defer { rd_kafka_DeleteTopic_destroy_array(&doomed, doomed.count) }
        let answer = try ask(RD_KAFKA_ADMIN_OP_DELETETOPICS, "delete topics", timeoutMilliseconds) { options, queue in
            rd_kafka_DeleteTopics(client.pointer, &doomed, doomed.count, options, queue)
        }
        try answer.check("delete topics")
        var count = 0
        let results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(answer.pointer), &count)
        for index in 0..<count {
            guard let result = results?[index] else { continue }
            let code = rd_kafka_topic_result_error(result)
            if code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART { continue }
            try ClientHandle.check(code, "delete topic", topic: String(cString: rd_kafka_topic_result_name(result)))
        }
    }

    private func newTopic(_ topic: KafkaTopicSpecification) throws(KafkaError) -> OpaquePointer {
        let reason = UnsafeMutablePointer<CChar>.allocate(capacity: 256)
        reason.initialize(repeating: 0, count: 256)
        defer { reason.deallocate() }
        guard
            let made = rd_kafka_NewTopic_new(
                topic.name, Int32(clamping: topic.partitions), Int32(clamping: topic.replicationFactor), reason, 256)
        else {
            let failure = KafkaFailure(RD_KAFKA_RESP_ERR__INVALID_ARG, reason: String(cString: reason))
            throw .failed(operation: "create topic", topic: topic.name, partition: nil, failure)
        }
        for (name, value) in topic.config { rd_kafka_NewTopic_set_config(made, name, value) }
        return made
    }

    private func outcomes(
        _ results: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int
    ) throws(KafkaError) -> [String: KafkaTopicCreation] {
        var outcomes: [String: KafkaTopicCreation] = [:]
        for index in 0..<count {
            guard let result = results?[index] else { continue }
            let name = String(cString: rd_kafka_topic_result_name(result))
            let code = rd_kafka_topic_result_error(result)
            if code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS {
                outcomes[name] = .existed
                continue
            }
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                let reason = rd_kafka_topic_result_error_string(result).map { String(cString: $0) }
                throw .failed(
                    operation: "create topic", topic: name, partition: nil, KafkaFailure(code, reason: reason))
            }
            outcomes[name] = .created
        }
        return outcomes
    }

    /// Whether the broker is librdkafka's mock cluster, which has no controller and no CreateTopics request (2.0.2: the request
    /// would wait for a controller until its timeout). It is recognised by its cluster id, "mockCluster…".
    private func isEmbedded(_ timeoutMilliseconds: Int) throws(KafkaError) -> Bool {
        guard let id = rd_kafka_clusterid(client.pointer, Int32(clamping: timeoutMilliseconds)) else {
            throw .failed("create topics", KafkaFailure(RD_KAFKA_RESP_ERR__TIMED_OUT, reason: "no broker answers"))
        }
        defer { rd_kafka_mem_free(client.pointer, id) }
        return String(cString: id).hasPrefix("mockCluster")
    }

    /// A producer's request for a topic creates it if the broker allows that (`auto.create.topics.enable`).
    private func createByAsking(
        _ topics: [KafkaTopicSpecification], _ timeoutMilliseconds: Int
    ) throws(KafkaError) -> [String: KafkaTopicCreation] {
        let before = Set(try list(timeoutMilliseconds: timeoutMilliseconds).map(\.name))
        var outcomes: [String: KafkaTopicCreation] = [:]
        for topic in topics {
            let described = try describe(topic.name, timeoutMilliseconds: timeoutMilliseconds)
            outcomes[topic.name] =
                before.contains(topic.name) ? .existed : .createdByDefault(partitions: described.partitions.count)
        }
        return outcomes
    }
}
