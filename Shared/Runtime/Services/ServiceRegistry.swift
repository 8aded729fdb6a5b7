/// Every service, in the order of the stream.
public enum ServiceRegistry {
    /// All of them.
    public static let all: [ServiceDeclaration] = [.producer, .normalizer, .dedup, .archiver, .signals, .alerts]

    /// The topics of dead letters.
    public static let deadLetters = all.filter(\.hasDeadLetters).map(\.deadLetters)

    /// The service of a name.
    public static func service(named name: String) -> ServiceDeclaration? { all.first { $0.name == name } }
}
