/// What is on Kafka of a producer's sessions.
public struct RecordedSessions: Sendable {
    /// Numbers of the records of each session in the order of Kafka, by session in the order of their begin.
    public let numbers: [[Int]]
    /// Records that came again, and with other bytes than the first time.
    public private(set) var changed = 0
    /// Records that came again as they were.
    public private(set) var repeated = 0
    /// Frames of the WebSocket, each once.
    public private(set) var frames = 0

    /// Reads the records of one raw topic.
    public init(_ records: [TapeRecord]) {
        var first: [String: [Int: TapeRecord]] = [:]
        var order: [String: [Int]] = [:]
        for record in records {
            guard let session = record.headers["session"], let number = record.headers["frame"].flatMap({ Int($0) })
            else { continue }
            if let known = first[session]?[number] {
                if known.value == record.value, known.headers == record.headers { repeated += 1 } else { changed += 1 }
                continue
            }
            first[session, default: [:]][number] = record
            order[session, default: []].append(number)
            if record.headers["kind"] == "ws" { frames += 1 }
        }
        numbers = order.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Whether every session is there from its first record on, without a hole and in order.
    public var areWhole: Bool { numbers.allSatisfy { $0 == Array(0..<$0.count) } }
}
