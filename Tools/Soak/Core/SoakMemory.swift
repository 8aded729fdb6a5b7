import Foundation
import ToolKit

/// What each service held during a soak, and whether that grew.
///
/// Compared are a service's medians over the second and the last quarter of the run: by the second the books are built and
/// the archiver has as many open minutes as it will have, and a median does not see that a service was killed a moment ago.
struct SoakMemory {
    /// What lies between two looks, in seconds.
    static let interval = 2.0
    /// How much more than in the second quarter is still called flat.
    static let factor = 1.5
    /// What a service may grow by at any rate, in bytes: a client's queue takes up to 64 MiB while Kafka restarts
    /// (`KafkaProducerConfig.queueMaxKilobytes`), and the allocator gives it back some time later.
    static let slack = 64 << 20
    /// A shorter run ends before the archiver's first minutes are closed, and says nothing of memory.
    static let judgedSeconds = 480.0

    private let seconds: Double
    private var samples: [String: [(time: Double, bytes: Int)]] = [:]
    private var lastTime = -Double.infinity

    /// - Parameter seconds: how long the run lasts.
    init(seconds: Double) { self.seconds = seconds }

    /// Looks at the services, if it is time.
    mutating func look(at services: [ChildProcess], time: Double) {
        guard time >= lastTime + Self.interval else { return }
        lastTime = time
        for service in services {
            guard let bytes = service.residentBytes else { continue }
            samples[service.name, default: []].append((time, bytes))
        }
    }

    /// Medians by service, in bytes, over the second and the last quarter.
    var quarters: [(name: String, start: Int, end: Int)] {
        samples.sorted { $0.key < $1.key }.map { name, samples in
            (
                name, Self.median(samples.filter { $0.time >= seconds / 4 && $0.time < seconds / 2 }),
                Self.median(samples.filter { $0.time >= seconds * 3 / 4 })
            )
        }
    }

    /// The services that have grown, a line each.
    var grown: [String] {
        guard seconds >= Self.judgedSeconds else { return [] }
        return quarters.filter { Double($0.end) > max(Double($0.start) * Self.factor, Double($0.start + Self.slack)) }
            .map { "memory: \($0.name) grew from \($0.start >> 20) to \($0.end >> 20) MB" }
    }

    /// A table for people: a line a look, a column a service, in MB.
    var table: String {
        let names = samples.keys.sorted()
        var lines = [(["seconds"] + names).joined(separator: "\t")]
        var byTime: [Double: [String: Int]] = [:]
        for (name, samples) in samples {
            for sample in samples { byTime[sample.time, default: [:]][name] = sample.bytes }
        }
        for (time, bytes) in byTime.sorted(by: { $0.key < $1.key }) {
            lines.append(
                (["\(Int(time))"] + names.map { bytes[$0].map { "\($0 >> 20)" } ?? "" }).joined(separator: "\t"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func median(_ samples: [(time: Double, bytes: Int)]) -> Int {
        let sorted = samples.map(\.bytes).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
