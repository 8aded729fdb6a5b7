import Synchronization

/// Collects mistakes while reading continues, so that all mistakes of a file are reported at once.
final class MistakeCollector: Sendable {
    private let state = Mutex<[ConfigurationError]>([])

    /// What was found, in the order of finding.
    var mistakes: [ConfigurationError] { state.withLock { $0 } }

    /// Notes what one value, or one name, has wrong with it.
    func note(_ mistake: ConfigurationError) {
        state.withLock { if !$0.contains(mistake) { $0.append(mistake) } }
    }

    /// Notes what a section as a whole has wrong with it, unless one of its values has been complained about: what was
    /// put in that value's place may be the reason.
    func note(_ mistake: ConfigurationError, ofSection path: String) {
        state.withLock { mistakes in
            let isConsequence = mistakes.contains { $0.key.map { $0 == path || $0.hasPrefix(path + ".") } ?? true }
            if !isConsequence { mistakes.append(mistake) }
        }
    }
}
