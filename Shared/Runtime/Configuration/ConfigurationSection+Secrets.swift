/// Secrets such as passwords: in an environment variable or in a file of their own, such as those that Docker and Kubernetes
/// mount, never in the configuration's file. No error repeats them.
extension ConfigurationSection {
    /// The most bytes that a file with a secret may have.
    private static var maximumSecretBytes: Int { 64 << 10 }

    /// A secret that need not be there.
    ///
    /// The key `<name>_file` names a file that holds it. Else it is the value of the key `name`, which only the environment may
    /// give; inside lists, whose elements have no variables of their own, the key `<name>_variable` names one.
    /// - Throws: when it stands in the configuration's file, in two places, or not where it is said to be.
    public mutating func secret(_ name: String, _ description: String) throws(ConfigurationError) -> String? {
        let isListed = path.key(name).environmentName == nil
        let secret = try isListed ? namedVariable(name, description) : ownVariable(name, description)
        let fileKey = "\(name)_file"
        guard let file = try optionalString(fileKey, "\(description): the file that holds it.") else { return secret }
        return try value(or: nil) { () throws(ConfigurationError) in
            guard secret == nil else {
                throw invalid(fileKey, found: "a file beside a variable", allowed: "one of the two")
            }
            return try self.secret(fileKey, inFile: file)
        }
    }

    /// What a file holds that the key `name` names, without the end of its last line.
    ///
    /// - Throws: with the file's path when it cannot be read, is empty or no text.
    package func secret(_ name: String, inFile path: String) throws(ConfigurationError) -> String {
        var bytes: [UInt8]
        do throws(ConfigurationError) {
            bytes = try FileBytes.read(path, limit: Self.maximumSecretBytes)
        } catch {
            guard case .unreadable(_, let reason) = error else { throw error }
            throw invalid(name, found: "'\(path)' (\(reason))", allowed: "files that can be read")
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
            throw invalid(
                name, found: "'\(path)' (\(bytes.isEmpty ? "empty" : "no text"))", allowed: "files that hold a text")
        }
        return text
    }

    private mutating func ownVariable(
        _ name: String, _ description: String
    ) throws(ConfigurationError) -> String? {
        let allowed = "text out of the environment, or nothing"
        declare(name, .string, default: "", allowed: allowed, "\(description).")
        return try value(or: nil) { () throws(ConfigurationError) in
            if let node = node(name) {
                throw .invalid(
                    node.place, key: path.key(name).text, found: Self.secretInFile,
                    allowed: "\(allowed); \(name)_file names a file that holds it")
            }
            return variable(name).flatMap { $0.text.isEmpty ? nil : $0.text }
        }
    }

    private mutating func namedVariable(
        _ name: String, _ description: String
    ) throws(ConfigurationError) -> String? {
        let key = "\(name)_variable"
        guard let variable = try optionalString(key, "\(description): the environment variable that holds it.") else {
            return nil
        }
        return try value(or: nil) { () throws(ConfigurationError) in
            guard let text = environment[variable], !text.isEmpty else {
                throw invalid(key, found: "'\(variable)' (empty)", allowed: "variables that hold a text")
            }
            return text
        }
    }

    /// What is found where no secret may be.
    static var secretInFile: String { "a secret in the configuration's file" }
}
