import Foundation
import Kafka
import Runtime

/// Values and keys of the configuration as lines.
enum ConfigReport {
    /// Shown in place of secrets.
    static let hidden = "***"

    /// Each effective value with its source.
    static func lines(_ values: [ConfigurationValue]) -> [String] {
        var table = TextTable([.init("KEY", .left), .init("VALUE", .left), .init("FROM", .left)])
        for value in values {
            table.append([value.path, shown(value), value.place.map { "\($0)" } ?? "default"])
        }
        return table.lines
    }

    /// Each key with its description.
    static func lines(_ keys: [ConfigurationKey]) -> [String] {
        keys.flatMap { key in
            [
                key.path, "    \(key.description)", "    takes    \(key.allowed)",
                "    default  \(key.defaultText.map { $0.isEmpty ? "none" : $0 } ?? "none: it must be there")",
            ] + (key.environmentName.map { ["    variable \($0)" + (key.kind == .map ? "_<NAME>" : "")] } ?? []) + [""]
        }
    }

    /// A value without its secrets.
    private static func shown(_ value: ConfigurationValue) -> String {
        if value.text.isEmpty { return "" }
        if isSecret(value) || holdsPassword(value) { return hidden }
        // redis://user:password@host/0, but wss://host/path@place: the authority ends at the first slash.
        guard let scheme = value.text.range(of: "://") else { return value.text }
        let authority = value.text[scheme.upperBound...].prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return value.text }
        return value.text[..<scheme.upperBound] + hidden + value.text[at...]
    }

    /// A password may contain a slash: clients parse the address from its end, so everything is hidden.
    private static func holdsPassword(_ value: ConfigurationValue) -> Bool {
        guard value.path == "redis.url", let at = value.text.lastIndex(of: "@") else { return false }
        let scheme = value.text.range(of: "://")?.upperBound ?? value.text.startIndex
        return scheme > at || value.text[scheme..<at].contains("/")
    }

    private static func isSecret(_ value: ConfigurationValue) -> Bool {
        let path = value.path
        // The names of files and variables that contain secrets are shown, because the names are not secret.
        if path.hasSuffix("_file") || path.hasSuffix("_variable") || path.hasPrefix("kafka.property_files.") {
            return false
        }
        // The address of a channel is sufficient to write to it.
        if path.hasPrefix("alerts.channels"), path.hasSuffix(".url") { return true }
        return KafkaConfig.isSecret(path)
    }
}
