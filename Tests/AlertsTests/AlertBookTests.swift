import JSON
import Testing

@testable import AlertsCore

@Suite("What a channel tells, and when")
struct AlertBookTests {
    private static let second: Int64 = 1_000_000_000

    private static func limits(
        _ severity: AlertSeverity = .warning, group: Int64 = 30, quiet: Int64 = 60, repeats: Int64 = 3600,
        perMinute: Int = 60
    ) -> AlertBook.Limits {
        AlertBook.Limits(
            minimumSeverity: severity, groupNanoseconds: group * second, quietNanoseconds: quiet * second,
            repeatNanoseconds: repeats * second, messagesPerMinute: perMinute)
    }

    private static func event(
        _ key: String, _ change: AlertEvent.Change, _ severity: AlertSeverity = .warning,
        origin: AlertEvent.Origin = .gap
    ) -> AlertEvent {
        AlertEvent(key: key, change: change, origin: origin, severity: severity, name: key, summary: "of \(key)")
    }

    private static func words(_ message: AlertMessage?) -> [String]? {
        message?.items.map { "\($0.state) \($0.event.key) \($0.count)" }
    }

    /// `state key count` of each item of the message that is due, which is delivered at once.
    private static func told(_ book: inout AlertBook, at second: Int64) -> [String]? {
        let now = second * Self.second
        guard let message = book.next(now: now) else { return nil }
        book.wasTold(message, now: now)
        return words(message)
    }

    @Test("what comes within the group's time is one message, the most severe first")
    func groups() {
        var book = AlertBook(Self.limits())
        book.take(Self.event("a", .fires), now: 0)
        book.take(Self.event("b", .fires, .critical), now: 10 * Self.second)
        book.take(Self.event("c", .happens), now: 20 * Self.second)
        #expect(Self.told(&book, at: 29) == nil)
        #expect(Self.told(&book, at: 30) == ["firing b 1", "firing a 1", "happened c 1"])
        #expect(Self.told(&book, at: 60) == nil)
    }

    @Test("what is less severe than the channel asks for is passed over, its end as well")
    func severity() {
        var book = AlertBook(Self.limits(.critical))
        book.take(Self.event("a", .fires), now: 0)
        book.take(Self.event("a", .resolves), now: 0)
        #expect(Self.told(&book, at: 5000) == nil)
        #expect(book.conditions.isEmpty)
    }

    @Test("what goes on is told once, counted, and again only after the time for it")
    func repeats() {
        var book = AlertBook(Self.limits())
        book.take(Self.event("a", .fires), now: 0)
        book.take(Self.event("a", .fires), now: Self.second)
        #expect(Self.told(&book, at: 30) == ["firing a 2"])
        book.take(Self.event("a", .fires), now: 31 * Self.second)
        #expect(Self.told(&book, at: 3629) == nil)
        #expect(Self.told(&book, at: 3630) == ["repeated a 1"])
        #expect(Self.told(&book, at: 3700) == nil)
    }

    @Test("what has become worse is told at the group's end, and once")
    func worse() {
        var book = AlertBook(Self.limits())
        book.take(Self.event("a", .fires), now: 0)
        #expect(Self.told(&book, at: 30) == ["firing a 1"])
        book.take(Self.event("a", .fires, .critical), now: 40 * Self.second)
        #expect(Self.told(&book, at: 69) == nil)
        #expect(Self.told(&book, at: 70) == ["firing a 1"])
        #expect(Self.told(&book, at: 200) == nil)
    }

    @Test("an end is told to whom the beginning was told, once, when it has lasted")
    func resolves() {
        var book = AlertBook(Self.limits())
        book.take(Self.event("a", .fires), now: 0)
        #expect(Self.told(&book, at: 30) == ["firing a 1"])
        book.take(Self.event("a", .resolves), now: 40 * Self.second)
        book.take(Self.event("a", .resolves), now: 41 * Self.second)
        book.take(Self.event("b", .resolves), now: 42 * Self.second)
        #expect(Self.told(&book, at: 99) == nil)
        #expect(Self.told(&book, at: 100) == ["resolved a 0"])
        #expect(Self.told(&book, at: 7000) == nil)
        #expect(book.conditions.isEmpty)
    }

    @Test("what begins and ends within the group's time is one item")
    func passes() {
        var book = AlertBook(Self.limits())
        book.take(Self.event("a", .fires), now: 0)
        book.take(Self.event("a", .resolves), now: Self.second)
        let message = book.next(now: 30 * Self.second)
        #expect(message?.items.map(\.state) == [.passed])
        #expect(message?.isResolved == true)
    }

    @Test("what comes and goes all the time is told when it begins, as often as what holds on, and when it is over")
    func flaps() {
        var book = AlertBook(Self.limits())
        var messages: [[String]] = []
        for second in Int64(0)..<4000 {
            let change: AlertEvent.Change? = second % 40 == 0 ? .fires : second % 40 == 20 ? .resolves : nil
            if let change { book.take(Self.event("a", change), now: second * Self.second) }
            if let told = Self.told(&book, at: second) { messages.append(told) }
        }
        #expect(messages == [["passed a 1"], ["passed a 90"]])
        #expect(Self.told(&book, at: 4039) == nil)
        #expect(Self.told(&book, at: 4040) == ["passed a 9"])
        #expect(Self.told(&book, at: 4100) == nil)
        #expect(book.conditions.isEmpty)
    }

    @Test("what begins again soon after its end was told is told when it has lasted")
    func comesBack() {
        var book = AlertBook(Self.limits())
        book.take(Self.event("a", .fires), now: 0)
        book.take(Self.event("a", .resolves), now: Self.second)
        #expect(Self.told(&book, at: 30) == ["passed a 1"])
        book.take(Self.event("a", .fires), now: 40 * Self.second)
        #expect(Self.told(&book, at: 99) == nil)
        #expect(Self.told(&book, at: 100) == ["firing a 1"])
    }

    @Test("what happens again and again is told at once, then summed up; after a quiet time it is news")
    func happensAgain() {
        var book = AlertBook(Self.limits())
        for second in [Int64(0), 50, 90] {
            book.take(Self.event("a", .happens), now: second * Self.second)
            #expect(Self.told(&book, at: second + 30) == (second == 0 ? ["happened a 1"] : nil))
        }
        #expect(Self.told(&book, at: 150) == ["happened a 2"])
        #expect(Self.told(&book, at: 160) == nil)
        book.take(Self.event("a", .happens), now: 200 * Self.second)
        #expect(Self.told(&book, at: 230) == ["happened a 1"])
    }

    @Test("the rate holds messages up, and what comes meanwhile is in the next")
    func rate() {
        var book = AlertBook(Self.limits(group: 0, perMinute: 2))
        for (index, key) in ["a", "b", "c", "d"].enumerated() {
            book.take(Self.event(key, .happens), now: Int64(index) * Self.second)
            #expect((Self.told(&book, at: Int64(index)) != nil) == (index < 2), "\(key)")
        }
        #expect(Self.told(&book, at: 29) == nil)
        #expect(Self.told(&book, at: 31) == ["happened c 1", "happened d 1"])
    }

    @Test("what is not delivered stays due, with what has come and gone meanwhile")
    func undelivered() {
        var book = AlertBook(Self.limits())
        book.take(Self.event("a", .fires), now: 0)
        #expect(Self.words(book.next(now: 30 * Self.second)) == ["firing a 1"])
        #expect(Self.words(book.next(now: 31 * Self.second)) == ["firing a 1"])
        book.take(Self.event("a", .resolves), now: 40 * Self.second)
        book.take(Self.event("b", .fires), now: 41 * Self.second)
        #expect(Self.told(&book, at: 42) == ["passed a 1", "firing b 1"])
    }

    @Test("what ends while its beginning is delivered is told to be over")
    func endsMeanwhile() throws {
        var book = AlertBook(Self.limits())
        book.take(Self.event("a", .fires), now: 0)
        let due = book.next(now: 30 * Self.second)
        let message = try #require(due)
        book.take(Self.event("a", .resolves), now: 31 * Self.second)
        book.wasTold(message, now: 32 * Self.second)
        #expect(Self.told(&book, at: 91) == ["resolved a 0"])
    }

    @Test("a rule that is not among those that fire is over; what documents say is none of theirs")
    func rules() {
        var book = AlertBook(Self.limits(group: 0, quiet: 0))
        book.take(Self.event("gap", .fires), now: 0)
        book.take(rules: [Self.event("r", .fires, origin: .rule)], now: 0)
        book.take(rules: [Self.event("r", .fires, origin: .rule)], now: 0)
        #expect(Self.told(&book, at: 0) == ["firing gap 1", "firing r 1"])
        book.take(rules: [], now: Self.second)
        #expect(Self.told(&book, at: 2) == ["resolved r 0"])
    }

    @Test("a new process goes on where the former one was: what was told is not told again, and its end is")
    func restart() throws {
        var book = AlertBook(Self.limits())
        book.take(Self.event("told", .fires), now: 0)
        #expect(Self.told(&book, at: 30) == ["firing told 1"])
        book.take(Self.event("untold", .fires), now: 40 * Self.second)
        var json = JSONWriter()
        AlertMemory.write(["desk": book.conditions], to: &json)
        let kept = try AlertMemory.channels(json: Array(json.bytes))
        #expect(kept == ["desk": book.conditions])
        var next = AlertBook(Self.limits(), conditions: kept["desk"] ?? [])
        #expect(Self.told(&next, at: 70) == ["firing untold 1"])
        next.take(Self.event("told", .resolves), now: 80 * Self.second)
        #expect(Self.told(&next, at: 140) == ["resolved told 0"])
    }

    @Test("more conditions than there is room for are counted, and told with the next message")
    func leftOut() {
        var book = AlertBook(Self.limits())
        for index in 0..<(AlertBook.maximumConditions + 7) {
            book.take(Self.event("k\(index)", .fires), now: 0)
        }
        let message = book.next(now: 30 * Self.second)
        #expect(message?.items.count == AlertBook.maximumConditions)
        #expect(message?.leftOut == 7)
        if let message { book.wasTold(message, now: 30 * Self.second) }
        #expect(book.leftOut == 0)
    }

    @Test("a condition that nobody speaks of for a day is forgotten once it was told")
    func forgets() {
        var book = AlertBook(Self.limits(repeats: 1_000_000))
        book.take(Self.event("gap", .fires), now: 0)
        #expect(Self.told(&book, at: 30) == ["firing gap 1"])
        book.take(Self.event("undelivered", .fires), now: 40 * Self.second)
        _ = book.next(now: 2 * 86_400 * Self.second)
        #expect(book.conditions.map(\.event.key) == ["undelivered"])
    }
}
