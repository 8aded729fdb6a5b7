import Base
import Kafka
import MarketData
import Runtime
import TestSupport
import VenueKit

/// Publishes recordings as raw records, like a producer; each recording of each source is a separate session.
final class FramePublisher {
    private let producer: KafkaProducer
    private let headers = KafkaHeaders()
    private var session: Int64 = 0

    init(_ kafka: KafkaConfig) throws {
        producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
    }

    /// Publishes at a steady rate, each frame with its publishing time as `ts_recv`. Returns the achieved rate.
    @discardableResult
    func publish(_ recording: borrowing LoadedRecording, rate: Int) throws -> Double {
        var pacer = Pacer(rate: rate)
        try publish(recording, source: "primary") { _ in
            pacer.wait()
            return WallClock.system.now()
        }
        return Double(pacer.count) / pacer.seconds
    }

    /// Publishes a recording as fast as possible, with its recorded receive times.
    func publish(_ recording: borrowing LoadedRecording, source: String) throws {
        try publish(recording, source: source) { $0.receiveTime.nanoseconds }
    }

    /// Waits until all records are acknowledged.
    func flush() throws {
        guard producer.flush(timeoutMilliseconds: 120_000) else { throw BenchError.unacknowledged }
    }

    /// - Parameter receiveTime: called before each frame; returns its `ts_recv` in nanoseconds.
    private func publish(
        _ recording: borrowing LoadedRecording, source: String, receiveTime: (FrameContext) -> Int64
    ) throws {
        session += 1
        let topic = try producer.topic(TopicName.raw(venue: recording.venue.name))
        let key = Array("\(recording.venue.name)/\(source)/\(recording.product.name)-0".utf8)
        var header = RawHeaderWriter(session: session, product: recording.product, endpoint: "wss://recording")
        for index in 0..<recording.count {
            let context = recording.contexts[index]
            header.write(
                context.origin == .rest ? .rest : .webSocket, receiveTime: receiveTime(context), frame: Int64(index),
                request: context.request)
            headers.removeAll()
            headers.append(RawHeader.name, header.bytes.span.bytes)
            try key.withUnsafeBytes { key in
                try producer.produce(to: topic, key: key, value: recording.frame(index), headers: headers)
            }
        }
    }
}
