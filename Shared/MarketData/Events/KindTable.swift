/// One value for each kind of event: a topic, a counter.
public struct KindTable<Value> {
    /// The values in the order of `KindDeclaration.all`, which begins with the order of `EventKind`.
    @usableFromInline let values: [Value]

    /// Creates the value of each kind from its declaration.
    public init<Failure: Error>(_ make: (KindDeclaration) throws(Failure) -> Value) throws(Failure) {
        var values: [Value] = []
        for declaration in KindDeclaration.all { values.append(try make(declaration)) }
        self.values = values
    }

    /// The value of a kind.
    @inlinable public subscript(kind: EventKind) -> Value { values[Int(kind.rawValue)] }
}

extension KindTable: Sendable where Value: Sendable {}
