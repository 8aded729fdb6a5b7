public import Foundation
public import MarketData
public import VenueKit

/// A recorded session: its frames in order and how each arrived.
public struct Recording: Sendable, CustomStringConvertible {
    /// `<venue>/<source>/<name>`, as the file is called.
    public let name: String
    /// The venue's name.
    public let venue: String
    /// The kind of market.
    public let product: Product
    /// Further files that continue the first.
    public let continuations: [String]
    /// What a REST body without a request was the answer to.
    public let restRequest: String

    /// `<venue>/…/<name>`.
    public var description: String { name }

    /// One frame.
    public struct Frame: Sendable {
        /// The file, without folder and endings.
        public let file: String
        /// The line in its file, from 1.
        public let line: Int
        /// The bytes.
        public let bytes: Data
        /// What the raw record's headers would say.
        public let context: FrameContext
    }

    private init(
        _ name: String, _ venue: String, _ product: Product, continuations: [String] = [], restRequest: String = ""
    ) {
        self.name = name
        self.venue = venue
        self.product = product
        self.continuations = continuations
        self.restRequest = restRequest
    }

    /// The recordings with books of the first four venues; frames/README says what each holds.
    public static let books: [Recording] = [
        Recording("bybit/bmoscon+cryptofeed/BYBIT.v3.linear", "bybit", .linear),
        Recording("bybit/bmoscon+cryptofeed/BYBIT.ws.25.0.c753de37", "bybit", .linear),
        Recording("bybit/bmoscon+cryptofeed/BYBIT.ws.26.0.01e6b083", "bybit", .inverse),
        Recording(
            "binance/nkaz001+hftbacktest/spot/btcusdt_20240808", "binance", .spot,
            restRequest: "/api/v3/depth?symbol=BTCUSDT&limit=1000"),
        Recording(
            "binance/nkaz001+hftbacktest/usdm/btcusdt_20230404", "binance", .linear,
            continuations: ["binance/nkaz001+hftbacktest/usdm/btcusdt_20230405"],
            restRequest: "/fapi/v1/depth?symbol=BTCUSDT&limit=1000"),
        Recording(
            "binance/nkaz001+hftbacktest/cm/btcusd_perp_20240808", "binance", .inverse,
            continuations: ["binance/nkaz001+hftbacktest/cm/btcusd_perp_20240809"],
            restRequest: "/dapi/v1/depth?symbol=BTCUSD_PERP&limit=1000"),
        Recording("coinbase/bmoscon+cryptofeed/COINBASE.v3", "coinbase", .spot),
        Recording("coinbase/bmoscon+cryptofeed/COINBASE.ws.28.0.974302da", "coinbase", .spot),
        Recording("coinbase/timothyyu+gdax-orderbook-ml/raw_mongo_input_a", "coinbase", .spot),
        Recording("deribit/bmoscon+cryptofeed/DERIBIT.v3", "deribit", .option),
        Recording("deribit/bmoscon+cryptofeed/DERIBIT.ws.30.0.4f5c3752", "deribit", .option),
    ]

    /// Reads the frames. Receive times are made up, a millisecond apart: no test depends on the recorder's clock.
    public func frames() throws -> [Frame] {
        try ([name] + continuations).flatMap { file in
            let requests = try requests(of: file)
            return try Recordings.frames(file).enumerated().map { index, bytes in
                let line = index + 1
                let time = Timestamp(nanoseconds: 1_800_000_000_000_000_000 + Int64(index) * 1_000_000)
                let isBody =
                    requests[line] != nil
                    || (!restRequest.isEmpty && bytes.starts(with: Data("{\"lastUpdateId\"".utf8)))
                let context = FrameContext(
                    origin: isBody ? .rest : .webSocket, request: isBody ? requests[line] ?? restRequest : "",
                    receiveTime: time)
                return Frame(
                    file: String(file.split(separator: "/").last ?? ""), line: line, bytes: bytes, context: context)
            }
        }
    }

    /// The path and query of each line that is a REST body, from the recording's index.
    private func requests(of file: String) throws -> [Int: String] {
        guard let folder = Recordings.folder else { return [:] }
        let plain = folder.appending(path: file + ".index.tsv")
        let packed = folder.appending(path: file + ".index.tsv.gz")
        let index = FileManager.default.fileExists(atPath: plain.path) ? plain : packed
        guard FileManager.default.fileExists(atPath: index.path) else { return [:] }
        var requests: [Int: String] = [:]
        for line in try Recordings.lines(index) {
            let fields = String(decoding: line, as: UTF8.self).split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count >= 4, fields[1] == "http", let number = Int(fields[0]),
                let url = fields[3].split(separator: " ").last.flatMap({ URL(string: String($0)) })
            else { continue }
            requests[number] = url.path + (url.query.map { "?\($0)" } ?? "")
        }
        return requests
    }
}
