import Kafka
import MarketData
import Venues

extension RawFrame {
    /// Reads a raw record's headers; nil with the name of the header that is missing or wrong.
    static func reading(_ record: KafkaRecord) -> Result<RawFrame, MissingHeader> {
        defer { record.releaseHeaders() }
        guard let kind = record.text(RawHeader.kind).flatMap({ RawKind(rawValue: $0) }) else {
            return .failure(MissingHeader(name: "kind"))
        }
        guard let product = record.text(RawHeader.product).flatMap({ Product(name: $0) }) else {
            return .failure(MissingHeader(name: "product"))
        }
        guard let receiveTime = record.number(RawHeader.receiveTime) else {
            return .failure(MissingHeader(name: "ts_recv"))
        }
        return .success(
            RawFrame(
                value: record.value, key: record.key, kind: kind, product: product,
                session: record.number(RawHeader.session) ?? 0, receiveTime: Timestamp(nanoseconds: receiveTime),
                request: kind == .rest ? record.text(RawHeader.request) ?? "" : ""))
    }
}

/// A header of a raw record that is missing or holds what it cannot.
struct MissingHeader: Error {
    var name: String
}

extension KafkaRecord {
    /// A header's value as text. Short texts, as these are, lie in the String itself and cost no heap request.
    fileprivate func text(_ name: StaticString) -> String? {
        header(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A header's value as a whole number in decimal.
    fileprivate func number(_ name: StaticString) -> Int64? {
        guard let bytes = header(name), !bytes.isEmpty, bytes.count <= 19 else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + UInt64(byte &- 0x30)
        }
        return Int64(exactly: value)
    }
}
