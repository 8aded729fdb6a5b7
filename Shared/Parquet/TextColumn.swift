import CArrow
import MarketData

/// A column of texts. The caller vouches for UTF-8.
public final class TextColumn: ParquetColumn {
    /// The most bytes that one file's column takes, which its 32-bit offsets set.
    public static let maximumBytes = Int(Int32.max)

    private var bytes = Buffer<UInt8>(minimumCapacity: 256)
    private var offsets = Buffer<Int32>(minimumCapacity: 64)
    private let usesDictionary: Bool

    /// With `dictionary`, repeated texts are stored once.
    public init(_ name: String, isNullable: Bool = false, dictionary: Bool = false) {
        usesDictionary = dictionary
        super.init(name, .utf8, isNullable: isNullable)
        offsets.append(0)
    }

    /// Appends a text.
    public func append(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: text)
        end()
    }

    /// Appends a text.
    public func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Appends a text or null.
    public func append(_ text: String?) {
        if let text { append(text) } else { appendNull() }
    }

    /// Appends a constant.
    public func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends "no value".
    override public func appendNull() {
        offsets.append(Int32(bytes.count))
        super.appendNull()
    }

    /// Removes all values and keeps the memory.
    override public func removeAll() {
        bytes.removeAll()
        offsets.truncate(to: 1)
        super.removeAll()
    }

    private func end() {
        precondition(bytes.count <= Self.maximumBytes, "a text column holds at most 2 GiB")
        offsets.append(Int32(bytes.count))
        noteValue()
    }

    override func describe() -> tapedeck_arrow_column {
        var column = super.describe()
        column.dictionary = usesDictionary
        column.setValues(bytes.unsafeSlice(0..<bytes.count))
        column.offsets = offsets.unsafeSlice(0..<offsets.count).baseAddress
        return column
    }
}
