import Foundation
import WebSocket

/// What /metrics answers, read as a person would.
struct MetricsText {
    let text: String

    init(_ text: String) { self.text = text }

    /// Asks a process of this machine; nil while it does not answer. Blocks.
    init?(port: Int) {
        let loop = EventLoop(name: "scrape")
        guard (try? loop.start()) != nil else { return nil }
        defer { loop.stop() }
        let answer = AnswerBox()
        HTTPClient(loop: loop).get("http://127.0.0.1:\(port)/metrics") { result in
            answer.fill(try? result.get().text)
        }
        guard let text = answer.wait() else { return nil }
        self.text = text
    }

    /// The sum of a metric over those of its series whose labels hold `label`, such as `type="book"`.
    func total(_ metric: String, _ label: String = "") -> Int {
        var sum = 0.0
        for line in text.split(separator: "\n") where line.hasPrefix(metric) {
            let rest = line.dropFirst(metric.count)
            guard rest.hasPrefix("{") || rest.hasPrefix(" "), label.isEmpty || rest.contains(label) else { continue }
            sum += rest.split(separator: " ").last.flatMap { Double($0) } ?? 0
        }
        return Int(sum)
    }
}

/// An answer that one thread waits for and another gives.
private final class AnswerBox: @unchecked Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private var text: String?

    func fill(_ text: String?) {
        self.text = text
        semaphore.signal()
    }

    func wait() -> String? {
        semaphore.wait()
        return text
    }
}
