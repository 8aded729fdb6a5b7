import CRdkafka

/// The consumer's positions.
extension KafkaConsumer {
    /// Commits and waits for the broker's answer. `positions` are the offsets to continue from, as
    /// ``KafkaBatch/nextPositions()`` returns them.
    public func commit(_ positions: [KafkaPosition]) throws(KafkaError) {
        guard !positions.isEmpty else { return }
        let list = PartitionList(positions)
        try client.check(rd_kafka_commit(client.pointer, list.pointer, 0), "commit")
        try list.check("commit")
    }

    /// Commits without waiting; a later poll reports a failure as ``KafkaEvent/commitFailed(_:_:)``.
    public func commitWithoutWaiting(_ positions: [KafkaPosition]) throws(KafkaError) {
        guard !positions.isEmpty else { return }
        let list = PartitionList(positions)
        try client.check(rd_kafka_commit(client.pointer, list.pointer, 1), "commit")
    }

    /// The group's committed offsets; ``KafkaPosition/Special/none`` if there is none.
    public func committed(
        _ partitions: [KafkaPosition], timeoutMilliseconds: Int
    ) throws(KafkaError) -> [KafkaPosition] {
        let list = PartitionList(partitions)
        try ClientHandle.check(
            rd_kafka_committed(client.pointer, list.pointer, Int32(clamping: timeoutMilliseconds)), "committed")
        try list.check("committed")
        return list.positions
    }

    /// The assigned partitions, each with the offset after the last record that a poll has returned
    /// (``KafkaPosition/Special/none`` before the first).
    public func positions() throws(KafkaError) -> [KafkaPosition] {
        var assigned: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        try ClientHandle.check(rd_kafka_assignment(client.pointer, &assigned), "assignment")
        guard let assigned else { return [] }
        let list = PartitionList(adopting: assigned)
        try ClientHandle.check(rd_kafka_position(client.pointer, list.pointer), "position")
        return list.positions
    }

    /// Continues elsewhere in assigned partitions. Records that were read ahead are discarded.
    public func seek(_ positions: [KafkaPosition], timeoutMilliseconds: Int) throws(KafkaError) {
        let list = PartitionList(positions)
        try ClientHandle.check(
            consuming: rd_kafka_seek_partitions(client.pointer, list.pointer, Int32(clamping: timeoutMilliseconds)),
            "seek")
        try list.check("seek")
    }

    /// Stops reading these partitions; they stay assigned.
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

    /// The offsets of a partition's oldest record and of its next record, requested from its leader.
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

    /// The first record of each partition that was written at or after a time.
    ///
    /// - Parameters:
    ///   - partitions: the partitions; their offsets are ignored.
    ///   - milliseconds: the time in milliseconds since 1970, compared with the records' timestamps.
    /// - Returns: the partitions with the offset of that record, or ``KafkaPosition/Special/end`` if there is none.
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

    /// The number of records in each assigned partition that no poll has returned yet. It is based on the last fetches and
    /// makes no request to the broker. Partitions without a fetch are left out.
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
