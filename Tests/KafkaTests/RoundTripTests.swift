import Kafka
import Testing

@Suite("Records go through the broker")
struct RoundTripTests {
    @Test("a record keeps key, value, headers and time", arguments: TestBroker.available)
    func wholeRecord(_ kind: TestBroker) throws {
        let broker = try kind.start()
        let producer = try broker.producer()
        let headers = KafkaHeaders()
        headers.append("ts_recv", 1_700_000_000_123_456_789)
        headers.append("least", Int64.min)
        headers.append("source", "primary")
        headers.append("empty", "")
        try producer.produce(
            to: producer.topic(broker.topic), partition: 0, key: "bybit:BTCUSDT", value: #"{"a":1}"#, headers: headers,
            timestampMilliseconds: 1_700_000_000_123)
        #expect(producer.flush(timeoutMilliseconds: 30_000))

        let consumer = try broker.reader()
        var seen = 0
        for _ in 0..<600 where seen == 0 {
            let batch = try consumer.poll(maxRecords: 10, timeoutMilliseconds: 100)
            batch.forEach { record in
                seen += 1
                #expect(record.topic == broker.topic)
                #expect(record.partition == 0)
                #expect(record.offset == 0)
                #expect(record.timestampMilliseconds == 1_700_000_000_123)
                #expect(text(record.key) == "bybit:BTCUSDT")
                #expect(text(record.value) == #"{"a":1}"#)
                #expect(text(record.header("ts_recv")) == "1700000000123456789")
                #expect(text(record.header("least")) == "-9223372036854775808")
                #expect(text(record.header("source")) == "primary")
                #expect(text(record.header("empty")) == "")
                #expect(record.header("absent") == nil)
                var names: [String?] = []
                record.forEachHeader { name, _ in names.append(text(name)) }
                #expect(names == ["ts_recv", "least", "source", "empty"])
                record.releaseHeaders()
                #expect(text(record.header("source")) == "primary")
            }
        }
        #expect(seen == 1)
    }

    @Test("records of one partition come in order, in batches of the asked size", arguments: TestBroker.available)
    func order(_ kind: TestBroker) throws {
        let broker = try kind.start()
        let sent = (0..<5_000).map { "value \($0)" }
        try broker.publish(sent)
        let consumer = try broker.reader()
        var got: [String] = []
        for _ in 0..<600 where got.count < sent.count {
            let batch = try consumer.poll(maxRecords: 700, timeoutMilliseconds: 100)
            let count = batch.count
            #expect(count <= 700)
            batch.forEach { got.append(text($0.value) ?? "") }
            if count > 0 {
                let next = batch.nextPositions()
                #expect(next == [KafkaPosition(topic: broker.topic, partition: 0, offset: Int64(got.count))])
            }
        }
        #expect(got == sent)
    }

    @Test("the headers of a record that was read can be sent on")
    func forwardedHeaders() throws {
        let broker = try TestBroker.embedded.start(partitions: 2)
        let producer = try broker.producer()
        let headers = KafkaHeaders()
        headers.append("kind", "ws")
        headers.append("frame", 7)
        try producer.produce(to: producer.topic(broker.topic), partition: 0, key: "k", value: "v", headers: headers)
        producer.flush(timeoutMilliseconds: 30_000)

        let first = try broker.reader()
        for _ in 0..<600 {
            let batch = try first.poll(maxRecords: 1, timeoutMilliseconds: 100)
            guard !batch.isEmpty else { continue }
            headers.removeAll()
            headers.append("error", "no such channel")
            let left = headers.append(contentsOf: batch[0])
            #expect(left == 0)
            try producer.produce(
                to: producer.topic(broker.topic), partition: 1, key: batch[0].key, value: batch[0].value,
                headers: headers)
            break
        }
        producer.flush(timeoutMilliseconds: 30_000)

        let second = try broker.reader(partition: 1)
        var found: [String: String] = [:]
        for _ in 0..<600 where found.isEmpty {
            let batch = try second.poll(maxRecords: 1, timeoutMilliseconds: 100)
            batch.forEach { $0.forEachHeader { found[text($0) ?? ""] = text($1) } }
        }
        #expect(found == ["error": "no such channel", "kind": "ws", "frame": "7"])
    }

    @Test("headers that stay the same are kept while the others change")
    func truncatedHeaders() throws {
        let headers = KafkaHeaders()
        headers.append("source", "primary")
        headers.append("frame", 1)
        headers.truncate(to: 1)
        headers.append("frame", 22)
        #expect(headers.count == 2)

        let broker = try TestBroker.embedded.start()
        let producer = try broker.producer()
        try producer.produce(to: producer.topic(broker.topic), partition: 0, key: "k", value: "v", headers: headers)
        producer.flush(timeoutMilliseconds: 30_000)
        let consumer = try broker.reader()
        var found: [String] = []
        for _ in 0..<600 where found.isEmpty {
            let batch = try consumer.poll(maxRecords: 1, timeoutMilliseconds: 100)
            batch.forEach { $0.forEachHeader { found.append("\(text($0) ?? "")=\(text($1) ?? "")") } }
        }
        #expect(found == ["source=primary", "frame=22"])
    }

    @Test("a record without key and value is a tombstone, one with an empty value is not")
    func tombstone() throws {
        let broker = try TestBroker.embedded.start()
        let producer = try broker.producer()
        let topic = try producer.topic(broker.topic)
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        let key: [UInt8] = [1]
        try key.withUnsafeBytes { try producer.produce(to: topic, partition: 0, key: $0, value: nothing) }
        try key.withUnsafeBytes {
            try producer.produce(to: topic, partition: 0, key: $0, value: UnsafeRawBufferPointer(rebasing: $0[..<0]))
        }
        producer.flush(timeoutMilliseconds: 30_000)
        let consumer = try broker.reader()
        var tombstones: [Bool] = []
        for _ in 0..<600 where tombstones.count < 2 {
            let batch = try consumer.poll(maxRecords: 2, timeoutMilliseconds: 100)
            batch.forEach { tombstones.append($0.isTombstone) }
        }
        #expect(tombstones == [true, false])
    }

    @Test(
        "a key goes to the partition that Java's client chooses",
        arguments: [
            // murmur2 of the key, as org.apache.kafka.common.utils.Utils has it, over three partitions.
            ("bybit:BTCUSDT", murmur2Partition("bybit:BTCUSDT", of: 3)),
            ("deribit:BTC-PERPETUAL", murmur2Partition("deribit:BTC-PERPETUAL", of: 3)),
            ("a", murmur2Partition("a", of: 3)),
        ])
    func partitioner(_ key: String, _ partition: Int32) throws {
        let broker = try TestBroker.embedded.start(partitions: 3)
        let placed = Recorder<Int32>()
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: broker.kafka), onDelivery: { placed.append($0.partition) })
        try producer.produce(to: producer.topic(broker.topic), key: key, value: "v")
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        #expect(placed.elements == [partition])
    }
}

func text(_ bytes: UnsafeRawBufferPointer?) -> String? {
    bytes.map { String(decoding: $0, as: UTF8.self) }
}

/// Kafka's murmur2 with its seed 0x9747b28c, an independent reading of the published algorithm.
private func murmur2Partition(_ key: String, of partitions: Int32) -> Int32 {
    let bytes = Array(key.utf8)
    let m: UInt32 = 0x5bd1_e995
    var h: UInt32 = 0x9747_b28c ^ UInt32(bytes.count)
    var index = 0
    while index + 4 <= bytes.count {
        var k = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
        k = k &* m
        k ^= k >> 24
        k = k &* m
        h = (h &* m) ^ k
        index += 4
    }
    if index < bytes.count {
        for rest in stride(from: bytes.count - 1, through: index, by: -1) {
            h ^= UInt32(bytes[rest]) << UInt32(8 * (rest - index))
        }
        h = h &* m
    }
    h ^= h >> 13
    h = h &* m
    h ^= h >> 15
    return Int32(h & 0x7fff_ffff) % partitions
}
