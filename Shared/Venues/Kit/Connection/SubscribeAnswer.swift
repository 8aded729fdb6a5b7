/// A venue's answer to a subscription request.
public struct SubscribeAnswer: Sendable, Hashable {
    /// The number of the answered request; nil if the venue sends none.
    public var number: Int?
    /// The outcome of the request.
    public var outcome: Outcome
    /// The venue's message, short and printable; empty on success.
    public var words: String
    /// The topic or product that a refusal names as the cause; nil if it names none.
    public var blamed: String?

    /// The outcome of a request.
    public enum Outcome: Sendable, Hashable {
        /// All topics are subscribed.
        case accepted
        /// No topic is subscribed, possibly because of a single one.
        case refused
        /// No topic was subscribed because one of them was subscribed already.
        case repeated
        /// Refused for now; the same request may be repeated later.
        case postponed
        /// These names are subscribed. All other names of the answered request are refused. If the answer has no request
        /// number, it says nothing about other names.
        case inForce(Set<String>)
        /// The names that are subscribed, and the names that are refused.
        case judged(accepted: Set<String>, refused: Set<String>)
    }

    /// Longer frames are not inspected, because an answer names at most a hundred topics.
    public static let longestFrame = 64 << 10

    /// `words` are only for logs; `blamed` narrows a refusal down to one topic.
    public init(number: Int? = nil, _ outcome: Outcome, words: String = "", blamed: String? = nil) {
        self.number = number
        self.outcome = outcome
        self.words = words
        self.blamed = blamed
    }
}
