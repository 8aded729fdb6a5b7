import Foundation
public import MarketData

/// A recording's book as an independent replay had it after a line: its top five levels and how many there were.
public struct GoldenCheckpoint: Sendable {
    /// The file's name, without endings.
    public let file: String
    /// The line in the file, from 1.
    public let line: Int
    /// The symbol as the replay named it: a symbol, or a channel that holds one.
    public let symbol: String
    /// How many book frames of the symbol were applied up to here (Binance: those after the snapshot).
    public let applied: Int
    /// The venue's sequence of the last of them, where it has one.
    public let sequence: Int64?
    /// The best bids.
    public let bids: [Level]
    /// The best asks.
    public let asks: [Level]
    /// How many bids.
    public let bidCount: Int
    /// How many asks.
    public let askCount: Int

    /// The checkpoints of a recording, in order; none where there is no file of them. Those of files that the collection
    /// no longer holds (the second day of Binance spot) are left out.
    public static func all(of recording: Recording) throws -> [GoldenCheckpoint] {
        guard let folder = Recordings.folder else { return [] }
        let file = folder.appending(path: recording.name + ".golden.jsonl")
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        return try Recordings.lines(file).compactMap { line in
            guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any] else { return nil }
            return try GoldenCheckpoint(object)
        }.filter { checkpoint in
            ([recording.name] + recording.continuations).contains { $0.hasSuffix("/\(checkpoint.file)") }
        }
    }

    private init?(_ object: [String: Any]) throws {
        guard let file = object["file"] as? String, let line = object["line"] as? Int,
            let symbol = object["symbol"] as? String, let bids = object["bids"] as? [[String]],
            let asks = object["asks"] as? [[String]], let bidCount = object["n_bids"] as? Int,
            let askCount = object["n_asks"] as? Int
        else { return nil }
        func level(_ pair: [String]) throws -> Level { Level(price: try Decimal(pair[0]), size: try Decimal(pair[1])) }
        self.file = file.components(separatedBy: ".frames.jsonl")[0]
        self.line = line
        self.symbol =
            symbol.split(separator: ".").first { $0 == $0.uppercased() && $0.contains { $0.isLetter } }
            .map(String.init) ?? symbol
        applied = object["applied"] as? Int ?? 0
        sequence = (object["seq"] as? NSNumber)?.int64Value
        self.bids = try bids.map(level)
        self.asks = try asks.map(level)
        self.bidCount = bidCount
        self.askCount = askCount
    }
}
