/// What a frame says about requests to subscribe.
public struct SubscribeAnswer: Sendable, Hashable {
    /// The number of the request that is answered; nil where the venue names none.
    public var number: Int?
    /// What became of it.
    public var outcome: Outcome
    /// The venue's words, short and printable; empty where all is well.
    public var words: String
    /// The topic or product that a refusal blames; nil where it blames none.
    public var blamed: String?

    /// What became of a request.
    public enum Outcome: Sendable, Hashable {
        /// All of it is in force.
        case accepted
        /// Nothing of it is in force, be it because of one topic.
        case refused
        /// Nothing of it has come into force because one of its topics was in force already.
        case repeated
        /// Not now: the same may be asked for again after a while.
        case postponed
        /// These names are in force. Of the request that is answered, all others are refused; where the answer names no
        /// request, nothing is said of others.
        case inForce(Set<String>)
        /// These names are in force, and these are refused.
        case judged(accepted: Set<String>, refused: Set<String>)
    }

    /// Frames that are longer are not looked at: an answer names a hundred topics at most.
    public static let longestFrame = 64 << 10

    /// Makes an answer.
    public init(number: Int? = nil, _ outcome: Outcome, words: String = "", blamed: String? = nil) {
        self.number = number
        self.outcome = outcome
        self.words = words
        self.blamed = blamed
    }
}
