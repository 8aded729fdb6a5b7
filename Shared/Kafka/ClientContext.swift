import CRdkafka
import Synchronization

/// The state of librdkafka's callbacks: the opaque pointer of every client points to it.
///
/// Counters are atomic. Handlers are set once, before the client exists. `onRebalance` is only used by the polling thread (a
/// consumer refuses a second one), because librdkafka calls it inside that thread's poll.
final class ClientContext: @unchecked Sendable {
    /// Called with the error code and librdkafka's partition list.
    typealias RebalanceHandler = (
        OpaquePointer, rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>
    ) -> Void

    let onEvent: @Sendable (KafkaEvent) -> Void
    let onDelivery: (@Sendable (KafkaDelivery) -> Void)?
    let onFailure: (@Sendable (KafkaDeliveryFailure) -> Void)?
    private let firstEpoch = DeliveryCounts()
    private let secondEpoch = DeliveryCounts()
    let firstFailure = Mutex<KafkaDeliveryFailure?>(nil)
    var onRebalance: RebalanceHandler?

    init(
        onEvent: @escaping @Sendable (KafkaEvent) -> Void, onDelivery: (@Sendable (KafkaDelivery) -> Void)? = nil,
        onFailure: (@Sendable (KafkaDeliveryFailure) -> Void)? = nil
    ) {
        self.onEvent = onEvent
        self.onDelivery = onDelivery
        self.onFailure = onFailure
    }

    /// Registers the callbacks. The configuration does not retain the context.
    func install(in settings: OpaquePointer?, type: rd_kafka_type_t) {
        rd_kafka_conf_set_opaque(settings, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(settings) { client, level, facility, message in
            guard let context = ClientContext.of(client), let facility, let message else { return }
            context.onEvent(
                .log(level: Int(level), facility: String(cString: facility), message: String(cString: message)))
        }
        rd_kafka_conf_set_error_cb(settings) { client, code, reason, opaque in
            let code = rd_kafka_resp_err_t(code)
            var failure = KafkaFailure(code, reason: reason.map { String(cString: $0) })
            if code == RD_KAFKA_RESP_ERR__FATAL { failure = ClientContext.fatalFailure(of: client) ?? failure }
            ClientContext.of(opaque: opaque)?.onEvent(.error(failure))
        }
        rd_kafka_conf_set_stats_cb(settings) { _, json, length, opaque in
            guard let json else { return 0 }
            let text = String(decoding: UnsafeRawBufferPointer(start: json, count: length), as: UTF8.self)
            ClientContext.of(opaque: opaque)?.onEvent(.statistics(text))
            return 0  // librdkafka frees the document
        }
        if type == RD_KAFKA_PRODUCER { installDeliveries(in: settings) } else { installGroup(in: settings) }
    }

    private func installDeliveries(in settings: OpaquePointer?) {
        rd_kafka_conf_set_dr_msg_cb(settings) { _, message, opaque in
            guard let message, let context = ClientContext.of(opaque: opaque) else { return }
            let number = UInt(bitPattern: message.pointee._private)
            let tag = number & ~DeliveryCounts.epochBit
            let counts = context.deliveries(isInSecondEpoch: number != tag)
            if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                context.onDelivery?(
                    KafkaDelivery(tag: tag, partition: message.pointee.partition, offset: message.pointee.offset))
                counts.acknowledged.add(1, ordering: .releasing)
            } else {
                let failure = KafkaDeliveryFailure(message, tag: tag)
                context.firstFailure.withLock { $0 = $0 ?? failure }
                context.onFailure?(failure)
                counts.failed.add(1, ordering: .releasing)
            }
        }
    }

    private func installGroup(in settings: OpaquePointer?) {
        rd_kafka_conf_set_rebalance_cb(settings) { client, code, partitions, opaque in
            guard let client, let partitions else { return }
            guard let handler = ClientContext.of(opaque: opaque)?.onRebalance else {
                rd_kafka_assign(client, nil)  // polling has ended, so release the partitions for other members
                return
            }
            handler(client, code, partitions)
        }
        rd_kafka_conf_set_offset_commit_cb(settings) { _, code, partitions, opaque in
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR__NO_OFFSET else { return }
            let positions = partitions.map { PartitionList.positions(of: $0) } ?? []
            ClientContext.of(opaque: opaque)?.onEvent(.commitFailed(positions, KafkaFailure(code)))
        }
    }

    /// A producer's counts for one of its epochs.
    func deliveries(isInSecondEpoch: Bool) -> DeliveryCounts { isInSecondEpoch ? secondEpoch : firstEpoch }

    /// The sum of one of a producer's counts over both epochs.
    func sum(_ count: (DeliveryCounts) -> Int) -> Int { count(firstEpoch) + count(secondEpoch) }

    /// The first fatal error of a client, if there was one.
    static func fatalFailure(of client: OpaquePointer?) -> KafkaFailure? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            buffer.initialize(repeating: 0)
            let code = rd_kafka_fatal_error(client, buffer.baseAddress, buffer.count)
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
            return KafkaFailure(
                code: code.rawValue, name: String(cString: rd_kafka_err2name(code)),
                reason: String(cString: buffer.baseAddress!), isFatal: true, isRetriable: false, requiresAbort: false)
        }
    }

    static func of(_ client: OpaquePointer?) -> ClientContext? {
        client.flatMap { of(opaque: rd_kafka_opaque($0)) }
    }

    private static func of(opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        opaque.map { Unmanaged<ClientContext>.fromOpaque($0).takeUnretainedValue() }
    }
}
