import Kafka
import VenueKit

/// A record for `tail`, copied from librdkafka's memory.
struct ShownRecord: Equatable {
    struct Header: Equatable {
        var name: String
        var value: String
    }

    var topic: String
    var partition: Int32
    var offset: Int64
    /// Milliseconds since 1970; nil if there is no timestamp.
    var timestampMilliseconds: Int64?
    var key: String
    var headers: [Header] = []
    var value: [UInt8]

    /// The venue at the beginning of the key: `<venue>:<product>:<symbol>` or `<venue>/<source>/<connection>`.
    var venue: String { String(key.prefix { $0 != ":" && $0 != "/" }) }
}

extension ShownRecord {
    /// Copies the record.
    init(_ record: KafkaRecord) {
        topic = record.topic
        partition = record.partition
        offset = record.offset
        timestampMilliseconds = record.timestampMilliseconds
        key = String(decoding: record.key, as: UTF8.self)
        value = Array(record.value)
        record.forEachHeader { name, value in
            headers += RawHeader.fields(of: name, value).map { Header(name: $0.name, value: $0.value) }
        }
    }
}
