import MarketData
import Testing

@testable import ArchiverCore

@Suite("Archiver: minute buckets")
struct MinuteBucketsTests {
    private static let second: Int64 = 1_000_000_000
    private static let minute = 60 * second
    private static let btc = SymbolID(index: 0)
    private static let eth = SymbolID(index: 1)

    /// Buckets with a clock that a test sets; event times and the clock count seconds from the start of a minute.
    private struct Bench {
        var buckets: MinuteBuckets
        var nextOffset: Int64 = 0

        init(_ change: (inout BucketLimits) -> Void = { _ in }) {
            var limits = BucketLimits()
            change(&limits)
            buckets = MinuteBuckets(limits: limits)
        }

        static func time(_ seconds: Double) -> Timestamp {
            Timestamp(nanoseconds: 28_333_333 * minute + Int64(seconds * Double(second)))
        }

        @discardableResult
        mutating func append(_ symbol: SymbolID = btc, event: Double, clock: Double, bytes: Int = 10) -> Bool {
            defer { nextOffset += 1 }
            return [UInt8](repeating: 0, count: bytes).withUnsafeBytes {
                buckets.append(
                    $0, at: nextOffset, symbol: symbol, time: Self.time(event), now: Self.time(clock))
            }
        }

        /// Minutes (counted from the first) and symbols of what should close.
        func closable(clock: Double) -> [String] {
            buckets.closable(now: Self.time(clock)).map { "\($0.key.symbol.index)@\($0.key.minute - 28_333_333)" }
        }
    }

    @Test("a minute closes once its symbol's event time is past its end by the grace")
    func watermark() {
        var bench = Bench()
        bench.append(event: 59.9, clock: 60)
        bench.append(event: 64.9, clock: 65)
        #expect(bench.closable(clock: 65).isEmpty)
        bench.append(event: 65, clock: 65.1)
        #expect(bench.closable(clock: 65.1) == ["0@0"])
    }

    @Test("another symbol's event time closes nothing: recordings of different days may share a partition")
    func watermarksAreApart() {
        var bench = Bench()
        bench.append(event: 1, clock: 1)
        bench.append(Self.eth, event: 100_000, clock: 1)
        #expect(bench.closable(clock: 2).isEmpty)
    }

    @Test("a quiet symbol's minute closes when it is idle and the minute is over by the clock")
    func idle() {
        var bench = Bench()
        bench.append(event: 5, clock: 5)
        #expect(bench.closable(clock: 20).isEmpty)
        #expect(bench.closable(clock: 64.9).isEmpty)
        #expect(bench.closable(clock: 65) == ["0@0"])
        bench.append(event: 59, clock: 64)
        #expect(bench.closable(clock: 73.9).isEmpty)
        #expect(bench.closable(clock: 74) == ["0@0"])
    }

    @Test("a recording of another day closes by idle time alone")
    func idleInThePast() {
        var bench = Bench()
        bench.append(event: -1_000_000, clock: 0)
        #expect(bench.closable(clock: 9.9).isEmpty)
        #expect(bench.closable(clock: 10).count == 1)
    }

    @Test("a late event gets a file of its own in its own minute, with those that follow it")
    func late() {
        var bench = Bench()
        var late = [bench.append(event: 10, clock: 10), bench.append(event: 70, clock: 70)]
        bench.buckets.remove(bench.buckets.closable(now: Bench.time(70)))
        late += [bench.append(event: 30, clock: 71), bench.append(event: 31, clock: 75)]
        #expect(late == [false, false, true, true])
        #expect(bench.closable(clock: 84.9).isEmpty)
        #expect(bench.closable(clock: 85).contains("0@0"))
        #expect(bench.buckets.all.map(\.rows) == [1, 2])
    }

    @Test("an event time in the far future makes nothing else disappear")
    func future() {
        var bench = Bench()
        bench.append(event: 1e9, clock: 1)
        bench.append(event: 2, clock: 2)
        bench.append(event: 3, clock: 3)
        #expect(bench.closable(clock: 5).isEmpty)
        #expect(bench.closable(clock: 13) == ["0@0"])
        #expect(bench.closable(clock: 121).count == 2)
    }

    @Test("a bucket closes when it is full of rows or bytes, or too old")
    func limits() {
        var rows = Bench { $0.maxRowsPerFile = 2 }
        rows.append(event: 1, clock: 1)
        #expect(!rows.buckets.hasFullBucket)
        rows.append(event: 1, clock: 1)
        #expect(rows.buckets.hasFullBucket)
        #expect(rows.closable(clock: 1) == ["0@0"])
        rows.buckets.remove(rows.buckets.closable(now: Bench.time(1)))
        #expect(!rows.buckets.hasFullBucket)
        var bytes = Bench { $0.maxBytesPerFile = 20 }
        bytes.append(event: 1, clock: 1, bytes: 20)
        #expect(bytes.closable(clock: 1) == ["0@0"])
        var old = Bench()
        for clock in stride(from: 0.0, to: 120, by: 5) { old.append(event: 1, clock: clock) }
        #expect(old.closable(clock: 119.9).isEmpty)
        #expect(old.closable(clock: 120) == ["0@0"])
    }

    @Test("what is heaviest is closed first when memory is short")
    func heaviest() {
        var bench = Bench()
        for (index, bytes) in [10, 500, 20, 300].enumerated() {
            bench.append(SymbolID(index: Int32(index)), event: 1, clock: 1, bytes: bytes)
        }
        #expect(bench.buckets.heaviest().map { $0.key.symbol.index } == [1])
        bench.buckets.remove(bench.buckets.heaviest())
        #expect(bench.buckets.bytes == 330 && bench.buckets.rows == 3)
        #expect(bench.buckets.heaviest().map { $0.key.symbol.index } == [3])
    }

    @Test("minutes round down, before 1970 too, and the ends of time do not overflow")
    func minutes() {
        func key(_ nanoseconds: Int64) -> BucketKey {
            BucketKey(symbol: Self.btc, time: Timestamp(nanoseconds: nanoseconds))
        }
        #expect(key(0).minute == 0 && key(Self.minute - 1).minute == 0 && key(Self.minute).minute == 1)
        #expect(key(-1).minute == -1 && key(-Self.minute).minute == -1)
        #expect(key(.max).end == .max && key(.min).start.nanoseconds == .min)
        var bench = Bench()
        _ = bench.buckets.append(
            UnsafeRawBufferPointer(start: nil, count: 0), at: 0, symbol: Self.btc, time: Timestamp(nanoseconds: .max),
            now: Timestamp(nanoseconds: 0))
        #expect(bench.buckets.closable(now: Timestamp(nanoseconds: 120 * Self.second)).count == 1)
    }
}
