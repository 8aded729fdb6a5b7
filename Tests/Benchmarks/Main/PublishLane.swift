import Base
import CAllocations
import Foundation
import Kafka
import MarketData
import ProducerCore
import Runtime
import Spool
import TestSupport

/// One path of frames to Kafka, ready for rounds of measurements.
final class PublishLane {
    /// The path of the frames.
    enum Way: String, CaseIterable {
        /// Only to the files of the spool: nothing is acknowledged, so every page is a new one.
        case journal = "new files alone"
        /// Directly to the client's memory.
        case memory = "Kafka, no spool"
        /// Through the spool.
        case spool = "spool, Kafka"
    }

    /// The cost of a round.
    struct Round {
        var nanosecondsPerFrame = 0.0
        var framesPerSecond = 0.0
        var allocationsPerFrame = 0.0
    }

    let way: Way
    private let folder: ScratchFolder
    private let producer: RenewableProducer
    private let spools: SpoolSet
    private let publisher: RawPublisher

    init(_ way: Way, _ kafka: KafkaConfig, _ recording: Recording, topic name: String) throws {
        self.way = way
        folder = try ScratchFolder()
        let metrics = MetricsRegistry()
        let logger = Logger(label: "bench")
        let lost = Fact("lost", logger: logger, counter: metrics.counter("tapedeck_bench_lost_total", "Lost."))
        let spools = try SpoolSet(
            Self.sources(of: recording).map(\.spoolOwner), SpoolConfig(directory: folder.url.path), lost: lost,
            logger: logger,
            metrics: metrics, clock: .system)
        self.spools = spools
        producer = try RenewableProducer(renewals: lost) { () throws(KafkaError) in
            guard way == .spool else { return try KafkaProducer(KafkaProducerConfig(kafka: kafka)) }
            return try KafkaProducer(
                KafkaProducerConfig(kafka: kafka), onDelivery: { spools.delivered($0) },
                onFailure: { spools.failed($0) })
        }
        if way == .spool { spools[0].start(producer, topic: name) { _ in } }
        publisher = RawPublisher(
            to: way == .memory ? .kafka(RenewableTopic(name, of: producer)) : .spool(spools[0].spool),
            venue: recording.venue, source: "primary", connection: "\(recording.product.name)-0",
            product: recording.product)
        publisher.startSession(1, endpoint: "wss://fstream.binance.com")
    }

    /// Publishes frames and waits until Kafka has acknowledged them.
    func publish(_ count: Int, _ loaded: borrowing LoadedRecording) throws {
        try handOver(count, loaded)
        try wait()
    }

    /// Publishes frames and returns the cost on the publishing thread and in Kafka.
    func measure(_ count: Int, _ loaded: borrowing LoadedRecording) throws -> Round {
        let allocations = tapedeck_allocation_count()
        let start = DispatchTime.now().uptimeNanoseconds
        try handOver(count, loaded)
        let handedOver = DispatchTime.now().uptimeNanoseconds
        var round = Round()
        round.nanosecondsPerFrame = Double(handedOver - start) / Double(count)
        round.allocationsPerFrame = Double(tapedeck_allocation_count() - allocations) / Double(count)
        try wait()
        round.framesPerSecond = Double(count) / (Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
        return round
    }

    /// Stops the threads.
    func end() {
        spools.finish(milliseconds: 0)
        producer.close(timeoutMilliseconds: 10_000)
    }

    private func handOver(_ count: Int, _ loaded: borrowing LoadedRecording) throws {
        for index in 0..<count {
            try publisher.publish(loaded.frame(index % loaded.count).bytes, receiveTime: Int64(index))
        }
    }

    private func wait() throws {
        let end = DispatchTime.now().uptimeNanoseconds + 120_000_000_000
        while !isDone {
            guard DispatchTime.now().uptimeNanoseconds < end else { throw BenchError.unacknowledged }
            usleep(500)
        }
    }

    private var isDone: Bool {
        switch way {
        case .journal: true
        case .memory: producer.current.counters.inFlight == 0
        case .spool: spools.pendingRecords == 0
        }
    }

    private static func sources(of recording: Recording) throws -> [ProducerConfig] {
        let text = """
            venues:
              - name: \(recording.venue)
                products:
                  - product: \(recording.product.name)
                    symbols: [BTCUSDT]
                sources:
                  - name: primary
            """
        return ProducerConfig.all(try Configuration(text: text).venues(knowing: ProducerConfig.vocabulary))
    }
}
