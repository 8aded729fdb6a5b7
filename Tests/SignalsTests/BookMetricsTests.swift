import MarketData
import SignalsCore
import Testing

@Suite("BookMetrics")
struct BookMetricsTests {
    private func level(_ price: Int64, _ size: Int64) -> Level { Level(price: Decimal(price), size: Decimal(size)) }

    @Test("the formulas of docs/REDIS.md, by hand")
    func formulas() throws {
        let metrics = try #require(
            BookMetrics(bids: [level(100, 3), level(99, 1)], asks: [level(102, 1), level(103, 4), level(104, 1)]))
        #expect(metrics.mid == 101 && metrics.spread == 2)
        #expect(abs(metrics.spreadBasisPoints - 198.01980198) < 1e-6)
        let weighted: Double = (100 * 1 + 102 * 3) / 4.0
        #expect(metrics.weightedMid == weighted)
        #expect(metrics.imbalance1 == 0.5)
        #expect(metrics.imbalance5 == -0.2)
        #expect(metrics.imbalance10 == metrics.imbalance5)
    }

    @Test("a book without one side has none")
    func oneSided() {
        #expect(BookMetrics(bids: [], asks: [level(1, 1)]) == nil)
        #expect(BookMetrics(bids: [level(1, 1)], asks: []) == nil)
    }
}
