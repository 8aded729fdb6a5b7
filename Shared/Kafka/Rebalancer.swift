import CRdkafka

/// Applies a rebalance as librdkafka's documentation of `rd_kafka_conf_set_rebalance_cb` requires: the callback must assign the
/// new partitions and unassign the revoked ones, according to the group's strategy.
enum Rebalancer {
    /// Returns whether the group determines the assignment afterwards, which it does not between a revocation and the next
    /// assignment.
    static func apply(
        _ client: OpaquePointer, _ code: rd_kafka_resp_err_t,
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>, _ handler: (inout KafkaRebalance) -> Void
    ) -> Bool {
        let isIncremental = rd_kafka_rebalance_protocol(client).map { String(cString: $0) == "COOPERATIVE" } ?? false
        let kind: KafkaRebalance.Kind =
            code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS
            ? .assigned : rd_kafka_assignment_lost(client) != 0 ? .lost : .revoked
        var rebalance = KafkaRebalance(
            kind: kind, partitions: PartitionList.positions(of: list), isIncremental: isIncremental)
        handler(&rebalance)
        let chosen = PartitionList(rebalance.partitions)
        switch (kind, isIncremental) {
        case (.assigned, false): tell(client, rd_kafka_assign(client, chosen.pointer))
        case (.assigned, true): tell(client, consuming: rd_kafka_incremental_assign(client, chosen.pointer))
        case (_, false): tell(client, rd_kafka_assign(client, nil))
        case (_, true): tell(client, consuming: rd_kafka_incremental_unassign(client, list))
        }
        return kind == .assigned || kind == .revoked && isIncremental
    }

    // A refusal means that the group has changed meanwhile; librdkafka rejoins, so the error is reported and not thrown.
    private static func tell(_ client: OpaquePointer, _ code: rd_kafka_resp_err_t) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        tell(client, KafkaFailure(code))
    }

    private static func tell(_ client: OpaquePointer, consuming error: OpaquePointer?) {
        guard let error else { return }
        tell(client, KafkaFailure(consuming: error))
    }

    private static func tell(_ client: OpaquePointer, _ failure: KafkaFailure) {
        ClientContext.of(client)?.onEvent(.error(failure))
    }
}
