/// A fault with its targets and frequency.
public struct FaultRule: Sendable, Equatable {
    /// The kind of fault.
    public var kind: FaultKind
    /// Only on this venue; nil for any.
    public var venue: String?
    /// Only on this product; nil for any.
    public var product: String?
    /// Only on connections with this label (`endpoints(label:)`); nil for any.
    public var label: String?
    /// The number of affected frames per million.
    public var perMillion = 1_000_000
    /// The maximum number of times it happens; nil for no limit.
    public var count: Int?
    /// The seed of the random numbers.
    public var seed: UInt64 = 1
    /// For `delay` and `silence`: the duration; for `expire`: the age.
    public var milliseconds: Int64 = 100
    /// For `disconnect`: the close code; for `refuse` and `limit`: the HTTP status.
    public var code = 0
    /// For `garbage`: the kind; nil for each kind in turn.
    public var garbage: GarbageKind?
    /// For `limit`: the seconds in `Retry-After`.
    public var retryAfterSeconds = 1

    /// By default the fault affects every frame until it is removed.
    public init(_ kind: FaultKind) {
        self.kind = kind
    }

    /// Parses a rule in the form of a URL's query: `kind=drop&venue=bybit&probability=0.01&seed=7`.
    public init(parsing text: String) throws(SimulatorError) {
        try self.init(parts: text.split(separator: "&").map(String.init))
    }

    /// Parses a rule from `name=value` parts: kind, venue, product, label, probability (0 to 1), count, seed, milliseconds,
    /// code, garbage, retry_after.
    public init(parts: [String]) throws(SimulatorError) {
        var values: [Substring: String] = [:]
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw .badControl("'\(part)' is not name=value") }
            values[pair[0]] = String(pair[1])
        }
        guard let name = values.removeValue(forKey: "kind"), let kind = FaultKind(rawValue: name) else {
            let known = FaultKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badControl("kind is one of \(known)")
        }
        self.init(kind)
        for (name, value) in values { try set(name, value) }
    }

    private mutating func set(_ name: Substring, _ value: String) throws(SimulatorError) {
        switch name {
        case "venue": venue = value
        case "product": product = value
        case "label": label = value
        case "probability":
            guard let share = Double(value), share >= 0, share <= 1 else {
                throw .badControl("probability lies between 0 and 1")
            }
            perMillion = Int((share * 1_000_000).rounded())
        case "count": count = try Self.number(name, value)
        case "seed": seed = UInt64(try Self.number(name, value))
        case "milliseconds": milliseconds = Int64(try Self.number(name, value))
        case "code": code = try Self.number(name, value)
        case "retry_after": retryAfterSeconds = try Self.number(name, value)
        case "garbage":
            guard let kind = GarbageKind(rawValue: value) else {
                let known = GarbageKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badControl("garbage is one of \(known)")
            }
            garbage = kind
        default: throw .badControl("unknown parameter '\(name)'")
        }
    }

    private static func number(_ name: Substring, _ value: String) throws(SimulatorError) -> Int {
        guard let number = Int(value), number >= 0 else { throw .badControl("\(name) is a whole number from 0 on") }
        return number
    }
}
