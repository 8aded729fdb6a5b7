/// A small number for one (venue, product, symbol) within one process, assigned by `SymbolTable`.
public struct SymbolID: Sendable, Hashable, BitwiseCopyable {
    /// The index in the table, from 0.
    public var index: Int32

    /// Wraps an index of a `SymbolTable`.
    @inlinable
    public init(index: Int32) { self.index = index }
}
