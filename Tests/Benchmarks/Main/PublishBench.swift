import Foundation
import Kafka
import MarketData
import TestSupport

/// Frames to Kafka: the cost of a frame on a producer's event loop, and the frames per second that Kafka acknowledges, with and
/// without the spool.
///
/// It needs a separate, new Kafka (`KAFKA_BOOTSTRAP_SERVERS`). Rounds with and without the spool alternate, so that both see
/// the same state of the machine. A round fits into the client's queue, so nothing waits while the cost on the loop is
/// measured.
struct PublishBench {
    private static let framesPerRound = 40_000
    private static let rounds = 9

    private let kafka: KafkaConfig
    private let recording: Recording

    init(servers: String, recording: Recording) {
        kafka = KafkaConfig(bootstrapServers: servers, clientID: "tapedeck-bench")
        self.recording = recording
    }

    func run() throws {
        guard let loaded = try LoadedRecording(recording) else { throw BenchError.noFrames }
        let topic = TopicName.raw(venue: recording.venue)
        _ = try KafkaAdmin(kafka).create(
            [KafkaTopicSpecification(name: topic, partitions: 4)], timeoutMilliseconds: 30_000)
        print("\(recording.name): \(Self.framesPerRound) frames a round, \(loaded.byteCount / loaded.count) bytes each")
        let lanes = try PublishLane.Way.allCases.map { try PublishLane($0, kafka, recording, topic: topic) }
        var rounds: [PublishLane.Way: [PublishLane.Round]] = [:]
        for lane in lanes { try lane.publish(Self.framesPerRound, loaded) }
        for _ in 0..<Self.rounds {
            for lane in lanes { rounds[lane.way, default: []].append(try lane.measure(Self.framesPerRound, loaded)) }
        }
        for lane in lanes { lane.end() }
        for way in PublishLane.Way.allCases {
            let measured = rounds[way] ?? []
            let rate = way == .journal ? "" : String(format: "%10.0f frames/s", median(measured.map(\.framesPerSecond)))
            print(
                String(
                    format: "%@ %8.0f ns a frame on the loop   %.3f heap requests a frame   %@",
                    way.rawValue.padding(toLength: 16, withPad: " ", startingAt: 0),
                    median(measured.map(\.nanosecondsPerFrame)), median(measured.map(\.allocationsPerFrame)), rate))
        }
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
