/// One value for each kind of event: a topic, a counter.
public struct KindTable<Value> {
    /// In the order of `KindDeclaration.all`, which begins with that of `EventKind`.
    @usableFromInline let values: [Value]

    /// Makes each kind's value of its declaration.
    public init<Failure: Error>(_ make: (KindDeclaration) throws(Failure) -> Value) throws(Failure) {
        var values: [Value] = []
        for declaration in KindDeclaration.all { values.append(try make(declaration)) }
        self.values = values
    }

    /// The value of a kind.
    @inlinable public subscript(kind: EventKind) -> Value { values[Int(kind.rawValue)] }
}

extension KindTable: Sendable where Value: Sendable {}
