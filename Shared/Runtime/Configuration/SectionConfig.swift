/// A section of the configuration file as a struct: its properties are the keys.
///
/// The initializer asks for every key, whatever the others say, so that the list of keys is whole.
public protocol SectionConfig: Sendable {
    /// The section's name in the file.
    static var section: String { get }

    /// Reads the keys; the caller ends with `finish()`.
    init(_ section: inout ConfigurationSection) throws(ConfigurationError)
}

extension SectionConfig {
    /// Every key of the section, in the order of reading.
    public static var keys: [ConfigurationKey] {
        ConfigurationSection.keys { (root) throws(ConfigurationError) in
            var section = try root.child(Self.section)
            _ = try Self(&section)
        }
    }
}
