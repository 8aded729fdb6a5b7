/// Why a record of the changelog cannot be read.
package enum StateError: Error, Hashable {
    /// It ends inside a value.
    case truncated
    /// It was written by a version that this one does not know.
    case unknownVersion(UInt8)
    /// Its key is none of ours.
    case unknownKey
    /// There are more symbols than a table takes.
    case tooManySymbols
}
