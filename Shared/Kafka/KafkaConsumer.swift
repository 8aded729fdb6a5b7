import CRdkafka
import Synchronization

/// Reads records in batches, either as a member of a group or from partitions that it assigns itself.
///
/// Only one thread polls at a time; all other methods may be called from any thread, and from inside a rebalance handler.
/// Offsets are committed only on request. An unavailable broker shows as ``KafkaEvent/error(_:)`` and as empty batches.
public final class KafkaConsumer: Sendable {
    let client: ClientHandle
    let topics = TopicNames()
    private let queue: ConsumerQueue
    private let polls = Atomic<Bool>(false)
    private let closed = Atomic<Bool>(false)
    private let assigned = Atomic<Bool>(false)
    private let pending = Mutex<KafkaError?>(nil)

    /// Connects in the background; nothing is read before ``subscribe(_:)`` or ``assign(_:)``.
    public init(_ config: KafkaConsumerConfig, onEvent: @escaping @Sendable (KafkaEvent) -> Void = { _ in })
        throws(KafkaError)
    {
        let settings = try ClientSettings(config.kafka, config.properties, reserved: KafkaConsumerConfig.reserved)
        client = try ClientHandle(RD_KAFKA_CONSUMER, settings, context: ClientContext(onEvent: onEvent))
        rd_kafka_poll_set_consumer(client.pointer)
        queue = ConsumerQueue(of: client)
    }

    /// Joins the group for these topics and replaces an earlier subscription. A topic that begins with `^` is a regular
    /// expression.
    public func subscribe(_ topics: [String]) throws(KafkaError) {
        let list = PartitionList(topics.map { KafkaPosition(topic: $0, partition: RD_KAFKA_PARTITION_UA) })
        try ClientHandle.check(rd_kafka_subscribe(client.pointer, list.pointer), "subscribe")
    }

    /// Reads these partitions from these offsets, without a group, and replaces earlier ones.
    public func assign(_ positions: [KafkaPosition]) throws(KafkaError) {
        let list = PartitionList(positions)
        try ClientHandle.check(rd_kafka_assign(client.pointer, list.pointer), "assign")
        assigned.store(!positions.isEmpty, ordering: .relaxed)
    }

    /// Waits for a record until the timeout: returns as soon as there is one, together with the records that arrived with it.
    ///
    /// Call it more often than ``KafkaConsumerConfig/maxPollIntervalMilliseconds``, because it also keeps the membership in the
    /// group. `onRebalance` runs on this thread, before the change takes effect.
    ///
    /// - Throws: ``KafkaError`` for errors that another poll does not resolve. Records that arrived with the error are returned
    ///   first.
    public func poll(
        maxRecords: Int, timeoutMilliseconds: Int, onRebalance: (inout KafkaRebalance) -> Void = { _ in }
    ) throws(KafkaError) -> KafkaBatch {
        guard !closed.load(ordering: .acquiring) else { throw .closed(operation: "poll") }
        if let error = pending.withLock({ $0.take() }) { throw error }
        let capacity = max(1, maxRecords)
        let buffer = UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>.allocate(capacity: capacity)
        // For a batch librdkafka waits until it is full or the time is over; for a single record it does not.
        var count = handlingRebalance(with: onRebalance) {
            rd_kafka_consume_batch_queue(queue.pointer, Int32(clamping: timeoutMilliseconds), buffer, 1)
        }
        if count == 1, capacity > 1 {
            count += handlingRebalance(with: onRebalance) {
                max(0, rd_kafka_consume_batch_queue(queue.pointer, 0, buffer + 1, capacity - 1))
            }
        }
        guard count >= 0 else {
            buffer.deallocate()
            throw .failed("poll", KafkaFailure(rd_kafka_last_error()))
        }
        return sort(buffer, count)
    }

    /// Whether it is known which partitions are assigned. In a group it is true after the group's answer, even if it has
    /// assigned none, since a group may have more members than partitions. It is false before the first answer, and when the
    /// group was not reached for the session timeout. Without a group it is true if ``assign(_:)`` has assigned any.
    public var hasAssignment: Bool { assigned.load(ordering: .relaxed) }

    /// Leaves the group, so that other members take over immediately, after a last call of the rebalance handler. Nothing can
    /// be polled afterwards.
    public func close(onRebalance: (inout KafkaRebalance) -> Void = { _ in }) throws(KafkaError) {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let code = handlingRebalance(with: onRebalance) { rd_kafka_consumer_close(client.pointer) }
        try ClientHandle.check(code, "close")
    }

    /// Keeps records, records the ends of partitions, reports transient errors, and saves a permanent one for the next poll.
    private func sort(
        _ buffer: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>, _ count: Int
    ) -> KafkaBatch {
        var ends: [KafkaPosition] = []
        var kept = 0
        for index in 0..<count {
            guard let message = buffer[index] else { continue }
            if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                buffer[kept] = message
                kept += 1
                continue
            }
            note(message, &ends)
            rd_kafka_message_destroy(message)
        }
        let records = UnsafeMutableRawPointer(buffer).assumingMemoryBound(
            to: UnsafeMutablePointer<rd_kafka_message_t>.self)
        return KafkaBatch(
            taking: UnsafeMutableBufferPointer(start: records, count: kept), ends: ends, topics: topics, client: client)
    }

    private func note(_ message: UnsafeMutablePointer<rd_kafka_message_t>, _ ends: inout [KafkaPosition]) {
        let topic = message.pointee.rkt.map { String(cString: rd_kafka_topic_name($0)) }
        if message.pointee.err == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            ends.append(
                KafkaPosition(topic: topic ?? "", partition: message.pointee.partition, offset: message.pointee.offset))
            return
        }
        var failure = KafkaFailure(
            message.pointee.err, reason: rd_kafka_message_errstr(message).map { String(cString: $0) })
        if message.pointee.err == RD_KAFKA_RESP_ERR__FATAL {
            failure = ClientContext.fatalFailure(of: client.pointer) ?? failure
        }
        if failure.isRetriable {
            client.context.onEvent(.error(failure))
        } else {
            let error = KafkaError.failed(
                operation: "poll", topic: topic, partition: message.pointee.partition, failure)
            pending.withLock { $0 = $0 ?? error }
        }
    }

    /// Runs `body` with the rebalance handler installed: librdkafka calls it on this thread, from inside `body`.
    private func handlingRebalance<Result>(
        with handler: (inout KafkaRebalance) -> Void, _ body: () -> Result
    ) -> Result {
        precondition(!polls.exchange(true, ordering: .acquiring), "a consumer is polled by one thread at a time")
        defer { polls.store(false, ordering: .releasing) }
        return withoutActuallyEscaping(handler) { handler in
            client.context.onRebalance = {
                self.assigned.store(Rebalancer.apply($0, $1, $2, handler), ordering: .relaxed)
            }
            defer { client.context.onRebalance = nil }
            return body()
        }
    }
}
