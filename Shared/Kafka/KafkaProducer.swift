import Base
import CRdkafka
import Synchronization

/// Publishes records: each once and in order in its partition (idempotent), acknowledged by all in-sync replicas.
///
/// All methods may be called from any thread. When the broker is unavailable or slow and the queue is full, `produce` waits:
/// nothing is dropped. Records that cannot be delivered are counted and reported to `onFailure`. A producer that is released
/// without ``close(timeoutMilliseconds:)`` discards its queue.
public final class KafkaProducer: Sendable {
    let client: ClientHandle
    private let thread: PollThread
    private let topics = Mutex<[String: KafkaTopic]>([:])
    /// The epoch in which records are counted; ``mark()`` changes it.
    let isInSecondEpoch = Atomic<Bool>(false)
    private let producedBytes = Atomic<Int>(0)
    private let queueFullWaits = Atomic<Int>(0)
    private let waitsNoMore = Atomic<Bool>(false)
    private let onWait: @Sendable () -> Void

    /// Connects in the background and waits for absent brokers.
    ///
    /// - Parameters:
    ///   - onEvent: receives log lines, errors, statistics and reports of a full queue.
    ///   - onDelivery: receives every acknowledged record, on the poll thread; nil if counting is enough.
    ///   - onFailure: receives every record that could not be delivered, on the poll thread.
    ///   - onWait: called repeatedly while a call waits for room in the queue, on the caller's thread.
    public init(
        _ config: KafkaProducerConfig, onEvent: @escaping @Sendable (KafkaEvent) -> Void = { _ in },
        onDelivery: (@Sendable (KafkaDelivery) -> Void)? = nil,
        onFailure: (@Sendable (KafkaDeliveryFailure) -> Void)? = nil,
        onWait: @escaping @Sendable () -> Void = {}
    ) throws(KafkaError) {
        self.onWait = onWait
        let settings = try ClientSettings(
            config.kafka, config.properties, reserved: KafkaProducerConfig.reserved)
        let context = ClientContext(onEvent: onEvent, onDelivery: onDelivery, onFailure: onFailure)
        client = try ClientHandle(RD_KAFKA_PRODUCER, settings, context: context)
        thread = PollThread(client)
    }

    /// The topic with this name, looked up at its first use.
    public func topic(_ name: String) throws(KafkaError) -> KafkaTopic {
        if let known = topics.withLock({ $0[name] }) { return known }
        let topic = try KafkaTopic(name, of: client)
        return topics.withLock { topics in
            if let known = topics[name] { return known }
            topics[name] = topic
            return topic
        }
    }

    /// Queues a record. Key, value and headers are copied, and nothing is allocated in Swift. Waits while the queue is full.
    ///
    /// - Parameters:
    ///   - partition: nil to choose by the key as Java's client does (at random without a key).
    ///   - key: empty for no key.
    ///   - timestampMilliseconds: nil for the time of the call.
    ///   - tag: returned with the record's delivery or failure; below 2^63.
    public func produce(
        to topic: KafkaTopic, partition: Int32? = nil, key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer,
        headers: KafkaHeaders? = nil, timestampMilliseconds: Int64? = nil, tag: UInt = 0
    ) throws(KafkaError) {
        var isQueued = try tryProduce(
            to: topic, partition: partition, key: key, value: value, headers: headers,
            timestampMilliseconds: timestampMilliseconds, tag: tag)
        guard !isQueued else { return }
        queueFullWaits.add(1, ordering: .relaxed)
        client.context.onEvent(.queueFull(topic: topic.name))
        while !isQueued {
            guard !waitsNoMore.load(ordering: .acquiring) else { throw .closed(operation: "produce") }
            onWait()
            rd_kafka_poll(client.pointer, 5)  // in addition to the poll thread, because reports make room
            isQueued = try tryProduce(
                to: topic, partition: partition, key: key, value: value, headers: headers,
                timestampMilliseconds: timestampMilliseconds, tag: tag)
        }
    }

    /// Queues a record like ``produce(to:partition:key:value:headers:timestampMilliseconds:tag:)``, but never waits: it returns
    /// false if the queue is full.
    public func tryProduce(
        to topic: KafkaTopic, partition: Int32? = nil, key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer,
        headers: KafkaHeaders? = nil, timestampMilliseconds: Int64? = nil, tag: UInt = 0
    ) throws(KafkaError) -> Bool {
        precondition(tag < DeliveryCounts.epochBit, "a tag has 63 bits")
        let isInSecondEpoch = isInSecondEpoch.load(ordering: .relaxed)
        let deliveries = client.context.deliveries(isInSecondEpoch: isInSecondEpoch)
        // This comes first, so that no report of the record is counted before it.
        deliveries.produced.add(1, ordering: .relaxed)
        let code = enqueue(
            topic, partition, key, value, headers, timestampMilliseconds,
            isInSecondEpoch ? tag | DeliveryCounts.epochBit : tag)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            deliveries.produced.subtract(1, ordering: .relaxed)
            if code == RD_KAFKA_RESP_ERR__QUEUE_FULL { return false }
            throw refusal(code, topic, partition)
        }
        producedBytes.add(value.count, ordering: .relaxed)
        return true
    }

    /// Makes current and future calls that wait for room in the queue throw ``KafkaError/closed(operation:)``, for a shutdown
    /// while the broker is unavailable.
    public func stopWaiting() { waitsNoMore.store(true, ordering: .releasing) }

    /// Waits until every queued record is acknowledged or has failed. Returns false if some still wait after the timeout.
    @discardableResult
    public func flush(timeoutMilliseconds: Int) -> Bool {
        let start = SystemClock.uptime()
        while true {
            let waited = Int((SystemClock.uptime() - start) / 1_000_000)
            // librdkafka checks whether all is done when it serves a delivery report itself, and otherwise every 10 ms
            // (rdkafka.c, `rd_kafka_flush`). Here the poll thread serves the reports, so a wait of 2 ms would take 10.
            let patience = min(waited < 50 ? 1 : 10, max(0, timeoutMilliseconds - waited))
            if rd_kafka_flush(client.pointer, Int32(patience)) == RD_KAFKA_RESP_ERR_NO_ERROR { return true }
            if waited >= timeoutMilliseconds { return false }
        }
    }

    /// Flushes, gives up the records that are still queued and reports them to `onFailure`. Returns their number.
    @discardableResult
    public func close(timeoutMilliseconds: Int) -> Int {
        stopWaiting()
        guard !flush(timeoutMilliseconds: timeoutMilliseconds) else { return 0 }
        let before = client.context.sum { $0.failed.load(ordering: .relaxed) }
        rd_kafka_purge(client.pointer, Int32(RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT))
        flush(timeoutMilliseconds: 1_000)
        return client.context.sum { $0.failed.load(ordering: .relaxed) } - before
    }

    /// Counts since the producer was created.
    public var counters: KafkaProducerCounters {
        KafkaProducerCounters(
            produced: client.context.sum { $0.produced.load(ordering: .relaxed) },
            producedBytes: producedBytes.load(ordering: .relaxed),
            acknowledged: client.context.sum { $0.acknowledged.load(ordering: .relaxed) },
            failed: client.context.sum { $0.failed.load(ordering: .relaxed) },
            queueFullWaits: queueFullWaits.load(ordering: .relaxed), inFlight: Int(rd_kafka_outq_len(client.pointer)))
    }

    /// The error that made the producer unusable, if there was one.
    public var fatalFailure: KafkaFailure? { ClientContext.fatalFailure(of: client.pointer) }

    /// The first record that was given up, if there was one. Check it before a commit that must not skip any record.
    public var firstFailure: KafkaDeliveryFailure? { client.context.firstFailure.withLock { $0 } }

    private func enqueue(
        _ topic: KafkaTopic, _ partition: Int32?, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        _ headers: KafkaHeaders?, _ timestamp: Int64?, _ tag: UInt
    ) -> rd_kafka_resp_err_t {
        func call(_ list: UnsafePointer<tapedeck_kafka_header>?, _ count: Int, _ arena: UnsafePointer<CChar>?)
            -> rd_kafka_resp_err_t
        {
            tapedeck_kafka_produce(
                client.pointer, topic.pointer, partition ?? RD_KAFKA_PARTITION_UA,
                key.count > 0 ? key.baseAddress : nil,
                key.count, value.baseAddress, value.count, timestamp ?? 0, tag, list, count, arena)
        }
        guard let headers else { return call(nil, 0, nil) }
        return headers.withList(call)
    }

    private func refusal(_ code: rd_kafka_resp_err_t, _ topic: KafkaTopic, _ partition: Int32?) -> KafkaError {
        // A client that has failed permanently answers every record with the code of the original error.
        .failed(
            operation: "produce", topic: topic.name, partition: partition, fatalFailure ?? KafkaFailure(code))
    }
}
