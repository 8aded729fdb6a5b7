import MarketData

/// Chooses faults by rules and random numbers; the same seed and the same frames give the same faults.
struct FaultInjector: Sendable {
    /// An active rule.
    private struct Entry: Sendable {
        var rule: FaultRule
        var dice: SeededGenerator
        var hits = 0
    }

    private var entries: [Entry] = []
    /// How often each kind has happened, including by removed rules.
    private(set) var counts: [FaultKind: Int] = [:]
    /// The next kind of garbage.
    private var nextGarbage = 0

    /// Whether no rule is active.
    var isEmpty: Bool { entries.isEmpty }

    /// Activates a rule.
    mutating func add(_ rule: FaultRule) {
        entries.append(Entry(rule: rule, dice: SeededGenerator(seed: rule.seed)))
    }

    /// Removes the rules of a kind, or all of them.
    mutating func remove(_ kind: FaultKind? = nil) {
        entries.removeAll { kind == nil || $0.rule.kind == kind }
    }

    /// The first fault that affects a frame of this connection; nil if there is none.
    mutating func frameFault(_ feed: FeedKey, label: String) -> FaultRule? {
        hit(feed, label: label) { $0.isOfFrames }
    }

    /// The status of a refused upgrade; nil if it is accepted.
    mutating func refusal(_ feed: FeedKey, label: String) -> Int? {
        hit(feed, label: label) { $0 == .refuse }.map { $0.code == 0 ? 503 : $0.code }
    }

    /// The status of a refused REST request, and the seconds until it may be repeated; nil if it is answered.
    mutating func limit(_ feed: FeedKey, label: String) -> (status: Int, retryAfterSeconds: Int)? {
        hit(feed, label: label) { $0 == .limit }.map { ($0.code == 0 ? 429 : $0.code, $0.retryAfterSeconds) }
    }

    /// Whether a client's frame is ignored.
    mutating func ignores(_ feed: FeedKey, label: String) -> Bool {
        hit(feed, label: label) { $0 == .ignore } != nil
    }

    /// The age in milliseconds at which a new connection is closed; nil for no limit.
    mutating func lifetime(_ feed: FeedKey, label: String) -> Int64? {
        hit(feed, label: label) { $0 == .expire }?.milliseconds
    }

    private mutating func hit(_ feed: FeedKey, label: String, _ concerns: (FaultKind) -> Bool) -> FaultRule? {
        for index in entries.indices {
            let rule = entries[index].rule
            guard concerns(rule.kind), rule.venue == nil || rule.venue == feed.venue,
                rule.product == nil || rule.product == feed.product.name, rule.label == nil || rule.label == label,
                rule.count == nil || entries[index].hits < rule.count ?? 0,
                entries[index].dice.below(1_000_000) < rule.perMillion
            else { continue }
            entries[index].hits += 1
            counts[rule.kind, default: 0] += 1
            return rule
        }
        return nil
    }

    /// A frame of garbage in place of `frame`.
    mutating func garbage(_ kind: GarbageKind?, instead frame: [UInt8]) -> (bytes: [UInt8], isBinary: Bool) {
        let all = GarbageKind.allCases
        let chosen = kind ?? all[nextGarbage % all.count]
        if kind == nil { nextGarbage += 1 }
        switch chosen {
        case .text: return (Array("<html>502 Bad Gateway</html>".utf8), false)
        case .half: return (Array(frame.prefix(frame.count / 2)), false)
        // A WebSocket client must fail a text frame that is not UTF-8 (RFC 6455, section 8.1); a binary frame reaches the
        // application.
        case .utf8: return (Array("{\"topic\":\"".utf8) + [0xC3, 0x28, 0xFF] + Array("\"}".utf8), true)
        case .type: return (Self.mistyped(frame), false)
        case .huge:
            return (Array("{\"topic\":\"".utf8) + [UInt8](repeating: 0x61, count: 10 << 20) + Array("\"}".utf8), false)
        case .channel:
            let text = "{\"topic\":\"nonsense.X\",\"channel\":\"nonsense\",\"type\":\"nonsense\",\"e\":\"nonsense\"}"
            return (Array(text.utf8), false)
        }
    }

    /// The frame with every string that contains a number replaced by `{}`: `"65114.30"` → `{}`.
    private static func mistyped(_ frame: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < frame.count {
            let byte = frame[index]
            guard byte == UInt8(ascii: "\""), index + 1 < frame.count, frame[index + 1] &- 0x30 < 10,
                let end = frame[(index + 1)...].firstIndex(of: UInt8(ascii: "\""))
            else {
                result.append(byte)
                index += 1
                continue
            }
            result += Array("{}".utf8)
            index = end + 1
        }
        return result
    }
}
