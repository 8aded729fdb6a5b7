import Foundation
import MarketData

/// Writes the rows of `frames`, as a table, or as JSON lines for `compare/`.
struct FrameReport {
    private let isJSON: Bool

    /// Writes the head of the table, unless `isJSON`.
    init(isJSON: Bool) {
        self.isJSON = isJSON
        if !isJSON {
            print(Self.row("recording", "stage", "frames/s", "MB/s", "ns/frame", "mallocs/frame", "events"))
        }
    }

    /// Writes one stage of one recording.
    func write(
        _ name: String, stage: DecodeBench.Stage, _ measurement: Measurement, frames: Int, bytes: Int, events: Int
    ) throws {
        let seconds = Double(measurement.nanoseconds) / 1e9
        if isJSON {
            try write([
                "recording": name, "stage": stage.rawValue, "frames": frames, "bytes": bytes, "events": events,
                "pass_ns": measurement.nanoseconds, "allocations": measurement.allocations,
                "passes": measurement.passes,
            ])
            return
        }
        print(
            Self.row(
                name, stage.rawValue, String(format: "%.0f", Double(frames) / seconds),
                String(format: "%.0f", Double(bytes) / seconds / 1e6),
                String(format: "%.0f", Double(measurement.nanoseconds) / Double(frames)),
                String(format: "%.3f", Double(measurement.allocations) / Double(frames)), "\(events)"))
    }

    /// Writes the summary of the recording; JSON only.
    func write(_ name: String, _ summary: FrameSummary) throws {
        guard isJSON else { return }
        func pairs(_ levels: [Level]) -> [[String]] { levels.map { [$0.price.description, $0.size.description] } }
        let books = summary.books.map { book -> [String: Any] in
            [
                "name": book.name, "bids": pairs(book.bids), "asks": pairs(book.asks), "bid_count": book.bidCount,
                "ask_count": book.askCount,
            ]
        }
        try write([
            "recording": name, "books": books, "failures": summary.failures, "silent": summary.silent,
            "applied": summary.applied,
            "events": Dictionary(uniqueKeysWithValues: summary.events.map { ("\($0.key)", $0.value) }),
        ])
    }

    private func write(_ object: [String: Any]) throws {
        print(String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self))
    }

    private static func row(_ name: String, _ columns: String...) -> String {
        name.padding(toLength: 62, withPad: " ", startingAt: 0)
            + columns.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
    }
}
