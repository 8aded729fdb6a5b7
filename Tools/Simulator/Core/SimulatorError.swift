/// What this module throws.
public enum SimulatorError: Error, Sendable, Equatable {
    /// An invalid option or control request; the text names the invalid part.
    case badControl(String)
    /// A recording cannot be read.
    case unreadable(file: String, reason: String)
    /// There is no such venue or product.
    case unknownFeed(String)
    /// The server could not be started; the text is the server's message.
    case server(String)
}

extension SimulatorError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .badControl(let text): text
        case .unreadable(let file, let reason): "cannot read \(file): \(reason)"
        case .unknownFeed(let name): "no venue or product \(name)"
        case .server(let text): text
        }
    }
}
