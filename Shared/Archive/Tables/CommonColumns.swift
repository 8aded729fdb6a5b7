import Documents
import MarketData
import Parquet

/// The columns at the beginning of every table: the common fields of the document, and its Kafka record.
struct CommonColumns {
    private let type = TextColumn("type", dictionary: true)
    private let version = ValueColumn<Int32>("version", dictionary: true)
    private let venue = TextColumn("venue", dictionary: true)
    private let symbol = TextColumn("symbol", dictionary: true)
    private let instrument = TextColumn("instrument", dictionary: true)
    private let product = TextColumn("product", dictionary: true)
    private let eventTime = ValueColumn<Timestamp>("ts_event", isNullable: true)
    private let publishTime = ValueColumn<Timestamp>("ts_publish", isNullable: true)
    private let receiveTime = ValueColumn<Timestamp>("ts_recv")
    private let source = TextColumn("source", dictionary: true)
    private let flags = TextColumn("flags", isNullable: true, dictionary: true)
    private let topic = TextColumn("topic", dictionary: true)
    private let partition = ValueColumn<Int32>("partition", dictionary: true)
    private let offset = ValueColumn<Int64>("offset")

    /// The columns, in order.
    var columns: [ParquetColumn] {
        [
            type, version, venue, symbol, instrument, product, eventTime, publishTime, receiveTime, source, flags,
            topic, partition, offset,
        ]
    }

    /// Appends the values of one event's document and record.
    func append(
        _ documentType: DocumentType, _ documentVersion: Int, _ header: EventHeader, of batch: borrowing EventBatch,
        from log: TopicPartition, at recordOffset: Int64
    ) {
        let names = batch.symbols[header.symbol]
        type.append(documentType.name)
        version.append(Int32(documentVersion))
        venue.append(names.venue)
        symbol.append(names.symbol)
        instrument.append(names.instrument)
        product.append(names.product.name)
        eventTime.append(header.eventTime)
        publishTime.append(header.publishTime)
        receiveTime.append(batch.receiveTime)
        source.append(batch.source)
        flags.append(DocumentMarks.text(of: header.flags))
        topic.append(log.topic)
        partition.append(log.partition)
        offset.append(recordOffset)
    }
}
