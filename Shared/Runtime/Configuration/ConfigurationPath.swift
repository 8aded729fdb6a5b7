/// The path of a section: its parts as people read them and as environment variables spell them.
struct ConfigurationPath: Sendable {
    /// `venues[0].products`; empty at the root.
    let text: String
    /// `TAPEDECK_DEDUP`; nil inside lists and below names of the user's choice.
    let environmentName: String?

    static let root = ConfigurationPath(text: "", environmentName: "TAPEDECK")

    /// The path of a key of this section.
    func key(_ name: String) -> ConfigurationPath {
        ConfigurationPath(
            text: text.isEmpty ? name : "\(text).\(name)",
            environmentName: environmentName.map { "\($0)_\(Self.environmentSpelling(name))" })
    }

    /// The path of a list's element: `venues[0]`, or `venues[]` where keys are listed.
    func element(_ index: Int?) -> ConfigurationPath {
        ConfigurationPath(text: "\(text)[\(index.map(String.init) ?? "")]", environmentName: nil)
    }

    /// The path below a name of the user's choice: `endpoints.linear`, or `endpoints.<name>` where keys are listed.
    func member(_ name: String?) -> ConfigurationPath {
        ConfigurationPath(text: "\(text).\(name ?? "<name>")", environmentName: nil)
    }

    /// Upper case; what is neither letter nor digit becomes an underscore.
    static func environmentSpelling(_ name: String) -> String {
        String(name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }
}
