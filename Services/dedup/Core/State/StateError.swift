/// Why a record of the changelog cannot be read.
package enum StateError: Error, Hashable {
    /// It ends inside a value.
    case truncated
    /// It was written by an unknown version.
    case unknownVersion(UInt8)
    /// Its key is not one of dedup's.
    case unknownKey
    /// There are more symbols than a table can hold.
    case tooManySymbols
}
