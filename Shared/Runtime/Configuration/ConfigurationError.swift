/// Why a configuration cannot be used. Its `description` is the line that a user reads.
public enum ConfigurationError: Error, Sendable, Hashable {
    /// The file cannot be read, and why.
    case unreadable(path: String, reason: String)
    /// The text is no YAML, or YAML of a kind that is not taken.
    case syntax(ConfigurationPlace, problem: String)
    /// An invalid value, with what was found and what is allowed.
    case invalid(ConfigurationPlace, key: String, found: String, allowed: String)
    /// A key without a default is missing.
    case missing(ConfigurationPlace, key: String, allowed: String)
    /// An unknown key, with the nearest known key and all known keys.
    case unknownKey(ConfigurationPlace, key: String, nearest: String?, known: [String])

    /// The place of the error.
    public var place: ConfigurationPlace {
        switch self {
        case .unreadable(let path, _): .absent(path: path)
        case .syntax(let place, _), .invalid(let place, _, _, _), .missing(let place, _, _),
            .unknownKey(let place, _, _, _):
            place
        }
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// `tapedeck.yaml:12:3: dedup.hold_milliseconds: 'x' is not allowed; it takes a whole number from 0 to 10000`.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .syntax(let place, let problem): "\(place): \(problem)"
        case .invalid(let place, let key, let found, let allowed):
            "\(place): \(key): \(found) is not allowed; it takes \(allowed)"
        case .missing(let place, let key, let allowed): "\(place): \(key) is missing; it takes \(allowed)"
        case .unknownKey(let place, let key, let nearest, let known):
            "\(place): unknown key \(key); "
                + (nearest.map { "did you mean '\($0)'? " } ?? "") + "Known here: \(known.joined(separator: ", "))"
        }
    }
}
