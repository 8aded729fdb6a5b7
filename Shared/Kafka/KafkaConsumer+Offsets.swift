import CRdkafka

/// Where the consumer is, and where it goes.
extension KafkaConsumer {
    /// Commits and waits for the broker's answer: `positions` are the offsets to go on from, as
    /// ``KafkaBatch/nextPositions()`` gives them.
    public func commit(_ positions: [KafkaPosition]) throws(KafkaError) {
        guard !positions.isEmpty else { return }
        let list = PartitionList(positions)
        try client.check(rd_kafka_commit(client.pointer, list.pointer, 0), "commit")
        try list.check("commit")
    }

    /// Commits without waiting; a failure comes as ``KafkaEvent/commitFailed(_:_:)`` from a later poll.
    public func commitWithoutWaiting(_ positions: [KafkaPosition]) throws(KafkaError) {
        guard !positions.isEmpty else { return }
        let list = PartitionList(positions)
        try client.check(rd_kafka_commit(client.pointer, list.pointer, 1), "commit")
    }

    /// What the group has committed; ``KafkaPosition/Special/none`` where nothing.
    public func committed(
        _ partitions: [KafkaPosition], timeoutMilliseconds: Int
    ) throws(KafkaError) -> [KafkaPosition] {
        let list = PartitionList(partitions)
        try ClientHandle.check(
            rd_kafka_committed(client.pointer, list.pointer, Int32(clamping: timeoutMilliseconds)), "committed")
        try list.check("committed")
        return list.positions
    }

    /// The partitions that are ours now, each with the offset after the last record that a poll has returned
    /// (``KafkaPosition/Special/none`` before the first).
    public func positions() throws(KafkaError) -> [KafkaPosition] {
        var assigned: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        try ClientHandle.check(rd_kafka_assignment(client.pointer, &assigned), "assignment")
        guard let assigned else { return [] }
        let list = PartitionList(adopting: assigned)
        try ClientHandle.check(rd_kafka_position(client.pointer, list.pointer), "position")
        return list.positions
    }

    /// Goes on elsewhere in partitions that are ours. What was read ahead is forgotten.
    public func seek(_ positions: [KafkaPosition], timeoutMilliseconds: Int) throws(KafkaError) {
        let list = PartitionList(positions)
        try ClientHandle.check(
            consuming: rd_kafka_seek_partitions(client.pointer, list.pointer, Int32(clamping: timeoutMilliseconds)),
            "seek")
        try list.check("seek")
    }

    /// Stops reading these partitions; they stay ours.
    public func pause(_ partitions: [KafkaPosition]) throws(KafkaError) {
        let list = PartitionList(partitions)
        try ClientHandle.check(rd_kafka_pause_partitions(client.pointer, list.pointer), "pause")
        try list.check("pause")
    }

    /// Reads these partitions again.
    public func resume(_ partitions: [KafkaPosition]) throws(KafkaError) {
        let list = PartitionList(partitions)
        try ClientHandle.check(rd_kafka_resume_partitions(client.pointer, list.pointer), "resume")
        try list.check("resume")
    }

    /// The offsets of a partition's oldest record and of the next to be written, asked from its leader.
    public func watermarks(
        topic: String, partition: Int32, timeoutMilliseconds: Int
    ) throws(KafkaError) -> KafkaWatermarks {
        var low: Int64 = 0
        var high: Int64 = 0
        try ClientHandle.check(
            rd_kafka_query_watermark_offsets(
                client.pointer, topic, partition, &low, &high, Int32(clamping: timeoutMilliseconds)),
            "watermarks", topic: topic, partition: partition)
        return KafkaWatermarks(low: low, high: high)
    }

    /// The first record of each partition that was written at or after a moment.
    ///
    /// - Parameters:
    ///   - partitions: which; their offsets do not count.
    ///   - milliseconds: the moment, in milliseconds since 1970, by the records' timestamps.
    /// - Returns: the same with the offset of that record, or ``KafkaPosition/Special/end`` where none is so new.
    public func offsets(
        of partitions: [KafkaPosition], since milliseconds: Int64, timeoutMilliseconds: Int
    ) throws(KafkaError) -> [KafkaPosition] {
        let list = PartitionList(
            partitions.map { KafkaPosition(topic: $0.topic, partition: $0.partition, offset: milliseconds) })
        try ClientHandle.check(
            rd_kafka_offsets_for_times(client.pointer, list.pointer, Int32(clamping: timeoutMilliseconds)),
            "offsets for times")
        try list.check("offsets for times")
        return list.positions
    }

    /// How many records each of our partitions holds that no poll has returned yet, by what the last fetches said:
    /// no question to the broker. Partitions of which nothing was fetched yet are left out.
    public func lag() throws(KafkaError) -> [KafkaLag] {
        try positions().compactMap { position in
            var low: Int64 = 0
            var high: Int64 = 0
            let code = rd_kafka_get_watermark_offsets(client.pointer, position.topic, position.partition, &low, &high)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, high >= 0, position.offset >= 0 else { return nil }
            return KafkaLag(
                topic: position.topic, partition: position.partition, records: max(0, high - position.offset))
        }
    }
}
