import MarketData
import TestSupport
import Testing
import VenueKit

@testable import Simulator

/// Lists of instruments with one odd entry among good ones, at every venue.
@Suite("One odd instrument")
struct OddInstrumentTests {
    /// A way to break one field, or an entry as a whole.
    private static let values: [ClientMessage] = [
        .null, .string(""), .number("9999999999999999999999999"), .string("9999999999999999"), .string("SURPRISE"),
        .number("-1"), .array([.null]), .object([:]), .bool(true),
    ]

    /// Invalid entries.
    private static let nonsense: [ClientMessage] = [.null, .number("1"), .string("x"), .array([]), .object([:])]

    /// The fields without which an entry says nothing: whose it is, and in what state.
    private static let needed: Set<String> = [
        "symbol", "status", "contractStatus", "instrument_name", "product_id", "is_active", "state",
    ]

    @Test(
        "whatever one entry of a list holds, the others are published, and the odd one is named",
        arguments: PlannedChannelTests.markets)
    func oneOdd(market: PlannedChannelTests.Market) throws {
        let (venue, product) = (market.venue, market.product)
        var harness = try CoreHarness()
        var lists = 0
        for request in venue.listing(of: product).requests {
            let number = harness.ask("/\(venue.name)/\(product.name)", request.path)
            let body = try #require(harness.answers[number]?.body)
            let answer = try #require(body.withUnsafeBytes { ClientMessage($0) })
            // A page of options may be of a currency that has none.
            guard let path = Self.listPath(in: answer) else { continue }
            let entries = Self.entries(of: answer, at: path)
            guard !entries.isEmpty else { continue }
            lists += 1
            let whole = try Self.decode(answer.json, request, market)
            #expect(whole.symbols.count == entries.count && whole.odd.isEmpty)
            // The first, since a list is often known by it, and the last.
            for place in Set([0, entries.count - 1]) {
                let entry = entries[place]
                let others = Array(whole.symbols[..<place] + whole.symbols[(place + 1)...])
                func expectOthers(_ broken: ClientMessage, isOdd: Bool) throws {
                    var list = entries
                    list[place] = broken
                    let text = Self.replacing(answer, at: path, with: .array(list)).json
                    let result = try Self.decode(text, request, market)
                    #expect(result.symbols.filter { others.contains($0) } == others, "\(broken.json)")
                    #expect(result.odd == [broken.json] || !isOdd && result.odd.isEmpty, "\(broken.json)")
                    #expect(result.symbols.count + result.odd.count <= entries.count, "\(broken.json)")
                }
                for broken in Self.nonsense { try expectOthers(broken, isOdd: true) }
                guard case .object(let fields) = entry else { continue }
                for (name, _) in fields {
                    for value in Self.values {
                        let broken = ClientMessage.object(fields.merging([name: value]) { $1 })
                        try expectOthers(broken, isOdd: Self.needed.contains(name) && value == .null)
                    }
                    let without = fields.filter { $0.key != name }
                    try expectOthers(.object(without), isOdd: Self.needed.contains(name))
                }
            }
        }
        #expect(lists > 0)
    }

    @Test("an answer that is no list of values at all is an error as a whole", arguments: PlannedChannelTests.markets)
    func broken(market: PlannedChannelTests.Market) throws {
        var harness = try CoreHarness()
        let request = try #require(market.venue.listing(of: market.product).requests.first)
        let number = harness.ask("/\(market.venue.name)/\(market.product.name)", request.path)
        let body = try #require(harness.answers[number]?.body)
        for length in stride(from: body.count / 2, to: body.count, by: 7) {
            #expect(throws: (any Error).self) {
                try Self.decode(String(decoding: body[..<length], as: UTF8.self), request, market)
            }
        }
    }

    @Test("a list of nothing but odd entries is odd as a whole", arguments: PlannedChannelTests.markets)
    func allOdd(market: PlannedChannelTests.Market) throws {
        var harness = try CoreHarness()
        let request = try #require(market.venue.listing(of: market.product).requests.first)
        let number = harness.ask("/\(market.venue.name)/\(market.product.name)", request.path)
        let body = try #require(harness.answers[number]?.body)
        let answer = try #require(body.withUnsafeBytes { ClientMessage($0) })
        let path = try #require(Self.listPath(in: answer))
        let list = ClientMessage.array(Array(repeating: .null, count: OddEntry.limit + 1))
        #expect(throws: (any Error).self) {
            try Self.decode(Self.replacing(answer, at: path, with: list).json, request, market)
        }
    }

    // MARK: - Parts

    /// The symbols that a body's documents name, in order, and the text of each odd entry.
    private static func decode(
        _ text: String, _ request: RESTRequest, _ market: PlannedChannelTests.Market
    ) throws -> (symbols: [String], odd: [String]) {
        var pipe = DecodingPipe(venue: market.venue, product: market.product)
        let context = FrameContext(origin: .rest, request: request.path, receiveTime: Timestamp(nanoseconds: 1))
        let bytes = Array(text.utf8)
        _ = try pipe.decode(bytes, context: context)
        var symbols: [String] = []
        for index in 0..<pipe.batch.instruments.count {
            symbols.append(pipe.batch.symbols[pipe.batch.instruments[index].header.symbol].symbol)
        }
        return (symbols, pipe.oddEntries.map { String(decoding: bytes[$0.range], as: UTF8.self) })
    }

    /// Where the list stands: names of objects inside each other, up to the array of instruments.
    private static func listPath(in message: ClientMessage) -> [String]? {
        switch message {
        case .array(let items):
            guard let first = items.first else { return nil }
            return ["symbol", "id", "product_id", "instrument_name"].contains { first[$0] != nil } ? [] : nil
        case .object(let fields):
            for (name, value) in fields {
                if let rest = listPath(in: value) { return [name] + rest }
            }
            return nil
        default: return nil
        }
    }

    private static func entries(of message: ClientMessage, at path: [String]) -> [ClientMessage] {
        guard let name = path.first else {
            if case .array(let items) = message { return items }
            return []
        }
        return message[name].map { entries(of: $0, at: Array(path.dropFirst())) } ?? []
    }

    private static func replacing(
        _ message: ClientMessage, at path: [String], with list: ClientMessage
    ) -> ClientMessage {
        guard let name = path.first, case .object(var fields) = message, let inner = fields[name] else { return list }
        fields[name] = replacing(inner, at: Array(path.dropFirst()), with: list)
        return .object(fields)
    }
}
