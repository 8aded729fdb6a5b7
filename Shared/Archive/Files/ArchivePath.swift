package import MarketData

/// Names of folders and files. Globs and partition columns of readers depend on this layout.
package enum ArchivePath {
    /// The longest name that file systems accept, in bytes. A symbol that needs more cannot be archived.
    static let maximumNameBytes = 255

    /// `<table>/v<version>/venue=<venue>/product=<product>/symbol=<symbol>/date=YYYY-MM-DD/hour=HH/minute=MM/
    /// <topic>-<partition>-<first offset>.parquet`
    package static func path(
        table: String, version: Int, of symbol: SymbolEntry, minute: Timestamp, log: TopicPartition, firstOffset: Int64
    ) -> String {
        let time = minute.parts
        return [
            table, "v\(version)", "venue=\(encoded(symbol.venue))", "product=\(symbol.product.name)",
            "symbol=\(encoded(symbol.symbol))",
            "date=\(padded(time.year, 4))-\(padded(time.month, 2))-\(padded(time.day, 2))",
            "hour=\(padded(time.hour, 2))", "minute=\(padded(time.minute, 2))", "\(log)-\(firstOffset).parquet",
        ].joined(separator: "/")
    }

    /// Whether the encoded venue and symbol are short enough for a file system.
    package static func isUsable(_ symbol: SymbolEntry) -> Bool {
        "venue=\(encoded(symbol.venue))".utf8.count <= maximumNameBytes
            && "symbol=\(encoded(symbol.symbol))".utf8.count <= maximumNameBytes
    }

    /// Encodes every byte as `%XX` except ASCII letters, digits, `-`, `_`, `.` and `~` (the unreserved characters of RFC 3986):
    /// `BTC/USD` becomes `BTC%2FUSD`. Hive, DuckDB and Athena decode such values of partition columns.
    static func encoded(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result.append(digit(byte >> 4))
                result.append(digit(byte & 15))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
