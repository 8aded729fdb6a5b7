import JSON
import Kafka
import MarketData
import Venues

/// Makes raw records of a connection's frames for the venue's raw topic, byte for byte, with the headers of docs/TOPICS.md.
///
/// It belongs to one connection and one thread: the event loop's.
package final class RawPublisher {
    private let destination: RawDestination
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
    package init(to destination: RawDestination, venue: String, source: String, connection: String, product: String) {
        self.destination = destination
        self.source = source
        self.product = product
        key = Array("\(venue)/\(source)/\(connection)".utf8)
    }

    /// Begins a session: frames count from 0 again.
    package func startSession(_ session: Int64, endpoint: String) {
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
    package func publish(_ frame: RawSpan, receiveTime: Int64) throws(PublishError) {
        appendFrameHeaders(.webSocket, receiveTime)
        try frame.withUnsafeBytesTyped { (bytes) throws(PublishError) in try publish(bytes, receiveTime) }
    }

    /// Publishes the body of a REST answer.
    func publish(_ body: [UInt8], request: String, receiveTime: Int64) throws(PublishError) {
        appendFrameHeaders(.rest, receiveTime)
        headers.append(RawHeader.request, request)
        try body.withUnsafeBytesTyped { (bytes) throws(PublishError) in try publish(bytes, receiveTime) }
    }

    /// Publishes something that happened to the connection.
    func publish(_ event: ConnectionEvent, time: Int64) throws(PublishError) {
        appendFrameHeaders(.event, time)
        writer.removeAll()
        event.write(to: &writer)
        try publish(writer.bytes, time)
    }

    private func publish(_ value: UnsafeRawBufferPointer, _ receiveTime: Int64) throws(PublishError) {
        try key.withUnsafeBytesTyped { (key) throws(PublishError) in
            try destination.publish(key: key, headers: headers, value: value, receiveTime: receiveTime)
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
