import Foundation
import MarketData
import Testing

/// What many books cost. Memory is what the kernel says that the process holds, so nothing is left out.
@Suite("Memory of books")
struct BookMemoryTests {
    /// Foundation has one, too.
    private typealias Decimal = MarketData.Decimal

    /// Resident bytes of this process: the second number of `/proc/self/statm` counts pages (proc(5)).
    private static func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let fields = text.split(separator: " ")
        return try #require(fields.count > 1 ? Int(fields[1]) : nil) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// A keeper's place on the heap.
    private final class Book {
        var keeper = BookKeeper()
    }

    /// A snapshot of `depth` levels a side on a grid of `step` hundredths, and then `changes` changes around the touch.
    private static func book(depth: Int, step: Int64, changes: Int) -> Book {
        let book = Book()
        var levels = Buffer<Level>(minimumCapacity: 2 * depth)
        func price(_ hundredths: Int64) -> Decimal { Decimal(units: Int128(hundredths) * Decimal.unitsPerWhole / 100) }
        for place in 1...Int64(depth) {
            levels.append(Level(price: price(1_000_000 - place * step), size: Decimal(place)))
        }
        for place in 1...Int64(depth) {
            levels.append(Level(price: price(1_000_000 + place * step), size: Decimal(place)))
        }
        let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil)
        _ = book.keeper.apply(
            BookChange(
                header: header, kind: .snapshot, rule: .contiguous, lastSequence: 1,
                bids: IndexRange(start: 0, count: depth), asks: IndexRange(start: depth, count: depth)), levels: levels)
        for sequence in 2..<Int64(changes + 2) {
            levels.removeAll()
            let place = sequence * 7 % Int64(depth)
            levels.append(Level(price: price(999_999 - place * step), size: Decimal(sequence % 3)))
            levels.append(Level(price: price(1_000_001 + place * step), size: Decimal(sequence % 2)))
            _ = book.keeper.apply(
                BookChange(
                    header: header, kind: .delta, rule: .contiguous, lastSequence: sequence,
                    bids: IndexRange(start: 0, count: 1), asks: IndexRange(start: 1, count: 1)), levels: levels)
        }
        return book
    }

    @Test("ten thousand books fit in 500 MB, one in ten of them 400 levels deep")
    func tenThousand() throws {
        let before = try Self.residentBytes()
        let books = (0..<10_000).map { (index: Int) -> Book in
            index % 10 == 0
                ? Self.book(depth: 400, step: Int64(index / 10 % 20 + 1), changes: 20)
                : Self.book(depth: 40, step: 5, changes: 20)
        }
        let held = try Self.residentBytes() - before
        #expect(books.allSatisfy { $0.keeper.state == .live && $0.keeper.book.count(.bid) >= 40 })
        #expect(held > 0 && held < 500_000_000, "\(held / 1_000_000) MB")
        print("10,000 books: \(held / 1_000_000) MB")
    }
}
