import JSON
import Kafka
import Venues

/// Publishes a connection's frames to the venue's raw topic, byte for byte, with the headers of docs/TOPICS.md.
///
/// It belongs to one connection and one thread: the event loop's.
final class RawPublisher {
    private let producer: KafkaProducer
    private let topic: KafkaTopic
    private let key: [UInt8]
    private let source: String
    private let product: String
    private let headers = KafkaHeaders()
    private var writer = JSONWriter(minimumCapacity: 256)
    private var session: Int64 = 0
    private var endpoint = ""
    private var frameNumber: Int64 = 0
    /// Headers that are the same for all frames of a session stand first, so that they are written once.
    private var sessionHeaderCount = 0

    /// - Parameter connection: the plan's name, the last part of the record key.
    init(
        _ producer: KafkaProducer, topic: KafkaTopic, venue: String, source: String, connection: String, product: String
    ) {
        self.producer = producer
        self.topic = topic
        self.source = source
        self.product = product
        key = Array("\(venue)/\(source)/\(connection)".utf8)
    }

    /// Begins a session: frames count from 0 again.
    func startSession(_ session: Int64, endpoint: String) {
        self.session = session
        self.endpoint = endpoint
        frameNumber = 0
        headers.removeAll()
        headers.append(RawHeader.source, source)
        headers.append(RawHeader.endpoint, endpoint)
        headers.append(RawHeader.product, product)
        headers.append(RawHeader.session, session)
        sessionHeaderCount = headers.count
    }

    /// Publishes a frame of the WebSocket.
    func publish(_ frame: RawSpan, receiveTime: Int64) throws(KafkaError) {
        appendFrameHeaders(.webSocket, receiveTime)
        let key = self.key
        let keySpan = key.span
        let keyBytes = keySpan.bytes
        try producer.produce(to: topic, key: keyBytes, value: frame, headers: headers)
    }

    /// Publishes the body of a REST answer.
    func publish(_ body: [UInt8], request: String, receiveTime: Int64) throws(KafkaError) {
        appendFrameHeaders(.rest, receiveTime)
        headers.append(RawHeader.request, request)
        let key = self.key
        let keySpan = key.span
        let keyBytes = keySpan.bytes
        let bodySpan = body.span
        let bodyBytes = bodySpan.bytes
        try producer.produce(to: topic, key: keyBytes, value: bodyBytes, headers: headers)
    }

    /// Publishes something that happened to the connection.
    func publish(_ event: ConnectionEvent, time: Int64) throws(KafkaError) {
        appendFrameHeaders(.event, time)
        writer.removeAll()
        event.write(to: &writer)
        let bytes = writer.bytes
        try key.withUnsafeBytesTyped { (key) throws(KafkaError) in
            try producer.produce(to: topic, key: key, value: bytes, headers: headers)
        }
    }

    private func appendFrameHeaders(_ kind: RawKind, _ receiveTime: Int64) {
        headers.truncate(to: sessionHeaderCount)
        headers.append(RawHeader.kind, kind.rawValue)
        headers.append(RawHeader.receiveTime, receiveTime)
        headers.append(RawHeader.frame, frameNumber)
        frameNumber += 1
    }
}

extension [UInt8] {
    /// `withUnsafeBytes` that keeps the type of the error.
    fileprivate func withUnsafeBytesTyped<Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let result = withUnsafeBytes { bytes in Result { () throws(Failure) in try body(bytes) } }
        try result.get()
    }
}
