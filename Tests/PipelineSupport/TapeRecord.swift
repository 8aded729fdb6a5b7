/// A record of Kafka, copied.
public struct TapeRecord: Sendable {
    /// The partition.
    public let partition: Int32
    /// The offset.
    public let offset: Int64
    /// The key as text.
    public let key: String
    /// The value.
    public let value: [UInt8]
    /// The headers; of those with one name the last.
    public let headers: [String: String]

    /// The value as text.
    public var text: String { String(decoding: value, as: UTF8.self) }
}
