import MarketData
import Testing

@Suite("EventBatch")
struct EventBatchTests {
    @Test("rewinding takes back exactly what came after the mark")
    func rewind() {
        var batch = EventBatch()
        let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil)
        batch.append(Trade(header: header, tradeID: batch.addText("a"), price: .zero, size: .zero, aggressorSide: .buy))
        let mark = batch.mark
        batch.levels.append(Level(price: .zero, size: .zero))
        batch.append(BookChange(header: header, kind: .delta, rule: .none, bids: .empty, asks: .empty))
        batch.append(
            Trade(header: header, tradeID: batch.addText("b"), price: .zero, size: .zero, aggressorSide: .sell))
        batch.rewind(to: mark)
        #expect(batch.count == 1 && batch.trades.count == 1 && batch.bookChanges.isEmpty && batch.levels.isEmpty)
        #expect(batch.string(of: batch.trades[0].tradeID) == "a" && batch.text.count == 1)
    }

    @Test("entries keep the order over all kinds, and ids survive emptying")
    func order() {
        var batch = EventBatch()
        let bytes: [UInt8] = Array("BTCUSDT".utf8)
        let id = bytes.withUnsafeBufferPointer { symbol in
            batch.symbols.intern(symbol, product: .spot, venue: VenueTag("v")) {
                SymbolEntry(venue: "v", product: .spot, symbol: $0, instrument: "BTC-USDT")
            }
        }
        let header = EventHeader(symbol: id!, eventTime: nil)
        batch.append(Quote(header: header, bid: nil, ask: nil))
        batch.append(Ticker(header: header))
        batch.append(Quote(header: header, bid: nil, ask: nil))
        #expect((0..<3).map { batch.entries[$0].kind } == [.quote, .ticker, .quote])
        #expect(batch.entries[2].index == 1)
        batch.removeAll()
        #expect(batch.isEmpty && batch.symbols[id!].instrument == "BTC-USDT")
    }

    @Test("the symbol table tells venues and products apart, grows, and refuses more than its limit")
    func symbols() {
        var table = SymbolTable()
        func intern(_ name: String, _ product: Product, _ venue: UInt64) -> SymbolID? {
            var name = name
            return name.withUTF8 { bytes in
                table.intern(bytes, product: product, venue: VenueTag("\(venue)")) {
                    SymbolEntry(venue: "\(venue)", product: product, symbol: $0, instrument: $0)
                }
            }
        }
        let first = intern("BTCUSDT", .spot, 0)
        #expect(intern("BTCUSDT", .spot, 0) == first)
        #expect(intern("BTCUSDT", .linear, 0) != first)
        #expect(intern("BTCUSDT", .spot, 1) != first)
        let isRefused = (0..<(SymbolTable.limit - 3)).contains { intern("S\($0)", .spot, 0) == nil }
        #expect(isRefused == false)
        #expect(intern("one more", .spot, 0) == nil)
        #expect(intern("S4711", .spot, 0).map { table[$0].symbol } == "S4711")
    }
}
