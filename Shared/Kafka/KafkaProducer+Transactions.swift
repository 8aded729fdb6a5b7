import CRdkafka

/// Transactions: records and input offsets that become visible together or not at all.
///
/// An error determines what to do next. ``KafkaError/isRetriable``: call again. ``KafkaError/requiresAbort``: abort and start
/// again from the committed offsets. ``KafkaError/requiresReconnect``: the producer is fenced or has failed, so replace it.
extension KafkaProducer {
    /// Registers the transactional id and fences older producers with the same id. Call it once, before the first transaction.
    /// It waits for the broker until the timeout (-1 for ever).
    public func initTransactions(timeoutMilliseconds: Int = -1) throws(KafkaError) {
        try ClientHandle.check(
            consuming: rd_kafka_init_transactions(client.pointer, Int32(clamping: timeoutMilliseconds)),
            "initTransactions")
    }

    /// Begins a transaction: records produced from now on belong to it.
    public func beginTransaction() throws(KafkaError) {
        try ClientHandle.check(consuming: rd_kafka_begin_transaction(client.pointer), "beginTransaction")
    }

    /// Adds the consumer's offsets to the transaction: `positions` are the offsets to continue from.
    public func sendOffsets(
        _ positions: [KafkaPosition], of consumer: KafkaConsumer, timeoutMilliseconds: Int = -1
    ) throws(KafkaError) {
        let list = PartitionList(positions)
        guard let group = rd_kafka_consumer_group_metadata(consumer.client.pointer) else {
            throw .failed("sendOffsets", KafkaFailure(RD_KAFKA_RESP_ERR__UNKNOWN_GROUP))
        }
        defer { rd_kafka_consumer_group_metadata_destroy(group) }
        try ClientHandle.check(
            consuming: rd_kafka_send_offsets_to_transaction(
                client.pointer, list.pointer, group, Int32(clamping: timeoutMilliseconds)), "sendOffsets")
    }

    /// Flushes and commits. If it times out it may be called again, and continues.
    public func commitTransaction(timeoutMilliseconds: Int = -1) throws(KafkaError) {
        try ClientHandle.check(
            consuming: rd_kafka_commit_transaction(client.pointer, Int32(clamping: timeoutMilliseconds)),
            "commitTransaction")
    }

    /// Aborts the transaction; its queued records fail with `_PURGE_QUEUE`.
    public func abortTransaction(timeoutMilliseconds: Int = -1) throws(KafkaError) {
        try ClientHandle.check(
            consuming: rd_kafka_abort_transaction(client.pointer, Int32(clamping: timeoutMilliseconds)),
            "abortTransaction")
    }
}
