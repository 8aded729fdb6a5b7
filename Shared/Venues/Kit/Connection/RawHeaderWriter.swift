public import MarketData

/// Writes the header of a session's raw records, `RawHeader`, without allocating memory.
public struct RawHeaderWriter: Sendable {
    /// The last written value.
    public private(set) var bytes: [UInt8] = []
    /// The fields that are the same for all records of the session.
    private let session: [UInt8]

    /// - Parameters:
    ///   - session: nanoseconds since 1970 at which the session began.
    ///   - endpoint: the endpoint of the connection; a space in it is written as `%20`.
    public init(session: Int64, product: Product, endpoint: String) {
        let endpoint = endpoint.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "%20")
        self.session = Array(" \(session) \(product.name) \(endpoint)".utf8)
        bytes.reserveCapacity(512)
    }

    /// Writes the header of one record.
    ///
    /// - Parameters:
    ///   - receiveTime: nanoseconds since 1970, not negative.
    ///   - frame: the record's number in the session, from 0.
    ///   - request: the request of the record, if it is needed to read the value; see `RawHeader.request`.
    public mutating func write(_ kind: RawKind, receiveTime: Int64, frame: Int64, request: String = "") {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: kind.rawValue.utf8)
        append(receiveTime)
        append(frame)
        bytes.append(contentsOf: session)
        guard !request.isEmpty else { return }
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: request.utf8)
    }

    /// Appends a space and a number's digits.
    private mutating func append(_ number: Int64) {
        bytes.append(UInt8(ascii: " "))
        var rest = UInt64(max(0, number))
        var divisor: UInt64 = 1
        while rest / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }
}
