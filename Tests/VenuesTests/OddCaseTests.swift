import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import Venues

/// Frames of `Tests/Fixtures/cases` that once did harm. Lines with `@` say what stands in the headers of those behind them.
@Suite("Cases that once did harm")
struct OddCaseTests {
    private func decode(_ file: String) throws -> [Result<[String], DecodeError>] {
        let url = Fixture.folder.appending(path: "cases").appending(path: file)
        var marks: [String: String] = [:]
        var results: [Result<[String], DecodeError>] = []
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("@") {
                for pair in line.dropFirst().split(separator: " ") {
                    guard let equals = pair.firstIndex(of: "=") else { continue }
                    marks[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
                }
                continue
            }
            let venue = try #require(VenueRegistry.venue(named: marks["venue"] ?? ""))
            var pipe = DecodingPipe(venue: venue, product: try #require(Product(name: marks["product"] ?? "")))
            let context = FrameContext(
                origin: marks["kind"] == "rest" ? .rest : .webSocket, request: marks["request"] ?? "",
                receiveTime: Timestamp(nanoseconds: 1))
            do throws(DecodeError) {
                _ = try pipe.decode(line.utf8, context: context)
                results.append(.success(pipe.documents()))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    @Test("a bid of -10²⁰ is refused, although it fits")
    func extremePrices() throws {
        let results = try decode("40-extreme-prices.jsonl")
        #expect(results.count == 1)
        guard case .failure(let error)? = results.first else {
            Issue.record("it was taken in")
            return
        }
        #expect(error.code == "price_not_positive")
        #expect(
            error.description
                == "'bids[0].price' is '-100000000000000000000', and prices of this market are above zero")
    }

    @Test("an interest of 20 places becomes a funding rate of 18, half to even")
    func interest() throws {
        let rates = try decode("18-deribit-volumes-precision.jsonl").flatMap { result in
            ((try? result.get()) ?? []).filter { $0.contains(#""type":"funding""#) }
        }
        .compactMap { $0.firstMatch(of: /"rate":"([^"]+)"/).map { String($0.1) } }
        #expect(rates.contains("0.000049995113807566"))  // 4.999511380756577e-5
        #expect(rates.contains("0.004999511380756577"))
        #expect(rates.contains("0.000001234567890123"))  // 1.2345678901234567e-6
    }
}
