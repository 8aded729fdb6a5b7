/// A small number that stands for one (venue, product, symbol) inside one process; `SymbolTable` gives it out.
public struct SymbolID: Sendable, Hashable, BitwiseCopyable {
    /// The index in the table, from 0.
    public var index: Int32

    /// Wraps an index of a `SymbolTable`.
    @inlinable
    public init(index: Int32) { self.index = index }
}
