/// Where a configuration value came from.
public enum ConfigurationPlace: Sendable, Hashable, CustomStringConvertible {
    /// A place in a file; lines and columns count from 1, columns in characters.
    case file(path: String, line: Int, column: Int)
    /// An environment variable.
    case environment(name: String)
    /// Nowhere: there is no file, or it does not speak of it.
    case absent(path: String?)

    /// `tapedeck.yaml:12:3`, the variable's name, or what is known of the file.
    public var description: String {
        switch self {
        case .file(let path, let line, let column): "\(path):\(line):\(column)"
        case .environment(let name): "environment variable \(name)"
        case .absent(let path?): path
        case .absent(nil): "no configuration file"
        }
    }
}
