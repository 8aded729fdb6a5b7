/// What a command line said, with defaults filled in.
///
/// Asking for an option or argument that the command does not have is a programmer's error.
public struct ParsedCommand: Sendable {
    private let options: [CommandOption]
    private let positions: [CommandArgument]
    private var given: [String: [String]] = [:]
    private var positional: [String] = []

    init(options: [CommandOption], arguments: [CommandArgument]) {
        self.options = options
        positions = arguments
    }

    mutating func take(_ value: String, for option: CommandOption) throws(UsageError) {
        if given[option.name] != nil, !option.isRepeating {
            throw UsageError("'--\(option.name)' is given twice")
        }
        given[option.name, default: []].append(value)
    }

    mutating func take(_ argument: String) throws(UsageError) {
        let takesAll = positions.last?.isRepeating ?? false
        guard positional.count < positions.count || takesAll else {
            throw UsageError("unexpected argument '\(argument)'")
        }
        positional.append(argument)
    }

    func checkNothingIsMissing() throws(UsageError) {
        let missing = positions.dropFirst(positional.count).first { !$0.isOptional }
        if let missing { throw UsageError("missing argument '\(missing.name)'") }
    }

    /// Whether a flag is set.
    public func flag(_ name: String) -> Bool {
        precondition(option(name).placeholder == nil, "--\(name) takes a value")
        return given[name] != nil
    }

    /// The value of an option: given, its default, or nil.
    public func value(_ name: String) -> String? {
        given[name]?.last ?? option(name).defaultValue
    }

    /// All values of an option that may come several times.
    public func values(_ name: String) -> [String] {
        given[name] ?? option(name).defaultValue.map { [$0] } ?? []
    }

    /// The value of an option as a whole number within `range`.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw UsageError(
                "'--\(name)' takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return value
    }

    /// The value of an option as a number within `range`.
    public func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
        guard let text = value(name) else { return nil }
        guard let value = Double(text), range.contains(value) else {
            throw UsageError(
                "'--\(name)' takes a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return value
    }

    /// The value of an option as a case of an enumeration.
    public func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, of type: Value.Type = Value.self
    ) throws(UsageError) -> Value? where Value.RawValue == String {
        guard let text = value(name) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("'--\(name)' takes one of \(names), not '\(text)'")
    }

    /// An argument by its name; nil when it was left out.
    public func argument(_ name: String) -> String? { arguments(name).first }

    /// All that a repeating argument has taken.
    public func arguments(_ name: String) -> [String] {
        guard let index = positions.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("the command has no argument \(name)")
        }
        let rest = positional.dropFirst(index)
        return Array(positions[index].isRepeating ? rest : rest.prefix(1))
    }

    private func option(_ name: String) -> CommandOption {
        guard let option = options.first(where: { $0.name == name }) else {
            preconditionFailure("the command has no option --\(name)")
        }
        return option
    }
}
