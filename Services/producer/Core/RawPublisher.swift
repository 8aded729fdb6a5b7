import JSON
import Kafka
package import MarketData
package import Spool
import VenueKit

/// Publishes a connection's frames as raw records, byte for byte, with the header of docs/TOPICS.md.
///
/// It belongs to one connection and is only used on the event loop's thread.
package final class RawPublisher {
    private let destination: RecordDestination
    private let key: [UInt8]
    private let product: Product
    private let headers = KafkaHeaders()
    private var header: RawHeaderWriter
    private var writer = JSONWriter(minimumCapacity: 256)
    private var frameNumber: Int64 = 0

    /// - Parameter connection: the plan's name, the last part of the record key.
    package init(
        to destination: RecordDestination, venue: String, source: String, connection: String, product: Product
    ) {
        self.destination = destination
        self.product = product
        header = RawHeaderWriter(session: 0, product: product, endpoint: "")
        key = Array("\(venue)/\(source)/\(connection)".utf8)
    }

    /// Begins a session: frames count from 0 again.
    package func startSession(_ session: Int64, endpoint: String) {
        frameNumber = 0
        header = RawHeaderWriter(session: session, product: product, endpoint: EndpointText.redacted(endpoint))
    }

    /// Publishes a frame of the WebSocket.
    ///
    /// - Parameters:
    ///   - isBinary: whether it is a binary frame.
    ///   - request: the subscription, if the frame identifies it only by a number.
    ///   - receiveTime: nanoseconds since 1970.
    package func publish(
        _ frame: RawSpan, isBinary: Bool = false, request: String = "", receiveTime: Int64
    ) throws(PublishError) {
        writeHeader(isBinary ? .binary : .webSocket, receiveTime, request)
        try frame.withUnsafeBytesTyped { (bytes) throws(PublishError) in try publish(bytes, receiveTime) }
    }

    /// Publishes the body of a REST answer.
    func publish(_ body: [UInt8], request: String, receiveTime: Int64) throws(PublishError) {
        writeHeader(.rest, receiveTime, request)
        try body.withUnsafeBytesTyped { (bytes) throws(PublishError) in try publish(bytes, receiveTime) }
    }

    /// Publishes an event of the connection.
    func publish(_ event: ConnectionEvent, time: Int64) throws(PublishError) {
        writeHeader(.event, time)
        writer.removeAll()
        event.write(to: &writer)
        try publish(writer.bytes, time)
    }

    private func publish(_ value: UnsafeRawBufferPointer, _ receiveTime: Int64) throws(PublishError) {
        try key.withUnsafeBytesTyped { (key) throws(PublishError) in
            try destination.publish(key: key, headers: headers, value: value, receiveTime: receiveTime)
        }
    }

    private func writeHeader(_ kind: RawKind, _ receiveTime: Int64, _ request: String = "") {
        header.write(kind, receiveTime: receiveTime, frame: frameNumber, request: request)
        headers.removeAll()
        headers.append(RawHeader.name, header.bytes.span.bytes)
        frameNumber += 1
    }
}
