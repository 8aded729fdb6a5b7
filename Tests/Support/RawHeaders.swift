public import Kafka
public import MarketData
public import VenueKit

extension KafkaHeaders {
    /// The header of a raw record that a test publishes by hand.
    public static func raw(
        _ kind: RawKind, _ product: Product = .linear, session: Int64 = 1, frame: Int64 = 0,
        receiveTime: Int64 = 1_700_000_000_001_000_000, request: String = ""
    ) -> KafkaHeaders {
        var header = RawHeaderWriter(session: session, product: product, endpoint: "ws://127.0.0.1")
        header.write(kind, receiveTime: receiveTime, frame: frame, request: request)
        let headers = KafkaHeaders()
        headers.append(RawHeader.name, header.bytes.span.bytes)
        return headers
    }
}
