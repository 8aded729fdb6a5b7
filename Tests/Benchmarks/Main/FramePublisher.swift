import Kafka
import MarketData
import Runtime
import TestSupport
import Venues

/// Publishes recordings as raw records of one source, as a producer would now.
final class FramePublisher {
    private let producer: KafkaProducer
    private let headers = KafkaHeaders()
    private var session: Int64 = 0

    init(_ kafka: KafkaConfig) throws {
        producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
    }

    /// Publishes at a steady rate, each frame with its moment as `ts_recv`. Returns the rate that was reached.
    func publish(_ recordings: [Recording], rate: Int) throws -> Double {
        let loaded = try recordings.map { recording in
            guard let loaded = try Loaded(recording) else { throw BenchError.noFrames }
            return loaded
        }
        var pacer = Pacer(rate: rate)
        for recording in loaded { try publish(recording.frames, &pacer) }
        return Double(pacer.count) / pacer.seconds
    }

    /// A recording is not copyable; a list of them holds boxes.
    private final class Loaded {
        let frames: LoadedRecording

        init?(_ recording: Recording) throws {
            guard let frames = try LoadedRecording(recording) else { return nil }
            self.frames = frames
        }
    }

    private func publish(_ recording: borrowing LoadedRecording, _ pacer: inout Pacer) throws {
        session += 1
        let topic = try producer.topic(TopicName.raw(venue: recording.venue.name))
        let key = Array("\(recording.venue.name)/primary/\(recording.product.name)-0".utf8)
        for index in 0..<recording.count {
            pacer.wait()
            let context = recording.contexts[index]
            headers.removeAll()
            headers.append(RawHeader.source, "primary")
            headers.append(RawHeader.product, recording.product.name)
            headers.append(RawHeader.session, session)
            headers.append(RawHeader.kind, context.origin == .rest ? "rest" : "ws")
            headers.append(RawHeader.receiveTime, WallClock.system.now())
            headers.append(RawHeader.frame, Int64(index))
            if context.origin == .rest { headers.append(RawHeader.request, context.request) }
            try key.withUnsafeBytes { key in
                try producer.produce(to: topic, key: key, value: recording.frame(index), headers: headers)
            }
        }
    }
}
