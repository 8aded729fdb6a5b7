extension ConfigurationSection {
    /// A text; with a default of nil the key must be there. `of` lists the values allowed, where they are few.
    public mutating func string(
        _ name: String, default defaultValue: String? = nil, of choices: [String]? = nil, _ description: String
    ) throws(ConfigurationError) -> String {
        let allowed = Self.words(choices) ?? "text"
        declare(name, .string, default: defaultValue, allowed: allowed, description)
        return try value(or: defaultValue ?? choices?.first ?? "") { () throws(ConfigurationError) in
            guard let found = try scalar(name, allowed: allowed) else {
                if let defaultValue { return defaultValue }
                return try absent(name, allowed: allowed, madeUp: choices?.first ?? "")
            }
            try Self.check(found, path.key(name), choices, allowed: allowed)
            return found.text
        }
    }

    /// A text that need not be there.
    public mutating func optionalString(
        _ name: String, of choices: [String]? = nil, _ description: String
    ) throws(ConfigurationError) -> String? {
        let allowed = Self.words(choices) ?? "text"
        declare(name, .string, default: "", allowed: allowed + ", or nothing", description)
        return try value(or: nil) { () throws(ConfigurationError) in
            guard let found = try scalar(name, allowed: allowed), !found.text.isEmpty else { return nil }
            try Self.check(found, path.key(name), choices, allowed: allowed)
            return found.text
        }
    }

    /// One case of an enumeration, by its raw value.
    public mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, default defaultValue: Value, _ description: String
    ) throws(ConfigurationError) -> Value where Value.RawValue == String {
        let choices = Value.allCases.map(\.rawValue)
        let text = try string(name, default: defaultValue.rawValue, of: choices, description)
        return Value(rawValue: text) ?? defaultValue
    }

    /// A whole number within a range; with a default of nil the key must be there.
    public mutating func integer(
        _ name: String, default defaultValue: Int? = nil, in range: ClosedRange<Int>, _ description: String
    ) throws(ConfigurationError) -> Int {
        let allowed = Self.words(range)
        declare(name, .integer, default: defaultValue.map(String.init), allowed: allowed, description)
        return try value(or: defaultValue ?? range.lowerBound) { () throws(ConfigurationError) in
            guard let found = try scalar(name, allowed: allowed) else {
                if let defaultValue { return defaultValue }
                return try absent(name, allowed: allowed, madeUp: range.lowerBound)
            }
            return try integer(found, name, in: range, allowed: allowed)
        }
    }

    /// A whole number within a range that need not be there.
    public mutating func optionalInteger(
        _ name: String, in range: ClosedRange<Int>, _ description: String
    ) throws(ConfigurationError) -> Int? {
        let allowed = Self.words(range)
        declare(name, .integer, default: "", allowed: allowed + ", or nothing", description)
        return try value(or: nil) { () throws(ConfigurationError) in
            guard let found = try scalar(name, allowed: allowed), !found.text.isEmpty else { return nil }
            return try integer(found, name, in: range, allowed: allowed)
        }
    }

    /// A number within a range, with or without a fraction.
    public mutating func number(
        _ name: String, default defaultValue: Double, in range: ClosedRange<Double>, _ description: String
    ) throws(ConfigurationError) -> Double {
        let allowed = "a number from \(range.lowerBound) to \(range.upperBound)"
        declare(name, .number, default: "\(defaultValue)", allowed: allowed, description)
        return try value(or: defaultValue) { () throws(ConfigurationError) in
            guard let found = try scalar(name, allowed: allowed) else { return defaultValue }
            guard let value = Double(found.text), range.contains(value) else {
                throw .invalid(found.place, key: path.key(name).text, found: "'\(found.text)'", allowed: allowed)
            }
            return value
        }
    }

    /// `true` or `false`; YAML's older words for them (yes, on, …) are refused, as they are too often meant as text.
    public mutating func bool(
        _ name: String, default defaultValue: Bool, _ description: String
    ) throws(ConfigurationError) -> Bool {
        let allowed = "true or false"
        declare(name, .bool, default: "\(defaultValue)", allowed: allowed, description)
        return try value(or: defaultValue) { () throws(ConfigurationError) in
            guard let found = try scalar(name, allowed: allowed) else { return defaultValue }
            guard let value = Bool(found.text) else {
                throw .invalid(found.place, key: path.key(name).text, found: "'\(found.text)'", allowed: allowed)
            }
            return value
        }
    }

    // MARK: - Helpers

    private func integer(
        _ found: Found, _ name: String, in range: ClosedRange<Int>, allowed: String
    ) throws(ConfigurationError) -> Int {
        guard let value = Int(found.text.filter { $0 != "_" }), range.contains(value) else {
            throw .invalid(found.place, key: path.key(name).text, found: "'\(found.text)'", allowed: allowed)
        }
        return value
    }

    /// A key that must be there is not: an error, unless keys are only being listed.
    private func absent<Value>(_ name: String, allowed: String, madeUp: Value) throws(ConfigurationError) -> Value {
        if isListingKeys { return madeUp }
        throw .missing(place, key: path.key(name).text, allowed: allowed)
    }

    static func check(
        _ found: Found, _ path: ConfigurationPath, _ choices: [String]?, allowed: String
    ) throws(ConfigurationError) {
        guard let choices, !choices.contains(found.text) else { return }
        throw .invalid(found.place, key: path.text, found: "'\(found.text)'", allowed: allowed)
    }

    static func words(_ choices: [String]?) -> String? {
        choices.map { $0.count == 1 ? $0[0] : "one of \($0.joined(separator: ", "))" }
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): "a whole number"
        case (let low, .max): "a whole number of at least \(low)"
        case (let low, let high): "a whole number from \(low) to \(high)"
        }
    }
}
