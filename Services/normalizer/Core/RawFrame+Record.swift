import Kafka
import MarketData
import VenueKit

extension RawFrame {
    /// Parses a raw record and its header.
    static func reading(_ record: KafkaRecord) throws(RawHeaderError) -> RawFrame {
        defer { record.releaseHeaders() }
        guard let value = record.header(RawHeader.name) else { throw RawHeaderError(field: "\(RawHeader.name)") }
        let header = try RawHeader(value)
        return RawFrame(
            value: record.value, key: record.key, kind: header.kind, product: header.product, session: header.session,
            receiveTime: header.receiveTime, request: header.request)
    }
}
