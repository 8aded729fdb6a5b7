import Testing
import VenueKit

@testable import ProducerCore

@Suite("Requests to subscribe")
struct SubscribeLedgerTests {
    private static let second: Int64 = 1_000_000_000

    private static func request(_ topics: [String], channel: String = "") -> SubscribeRequest {
        SubscribeRequest(topics, channel: channel, form: [.number, " ", .topics])
    }

    /// Answers frames as a venue does that refuses all for one bad topic, until nothing is left to say.
    private static func play(
        _ frames: [String], _ ledger: inout SubscribeLedger, bad: Set<String>, byNumber: Bool = true
    ) -> (accepted: [String], refused: [String], frames: Int) {
        var (accepted, refused, count) = ([String](), [String](), 0)
        var open = frames[...]
        while let frame = open.popFirst() {
            count += 1
            let parts = frame.split(separator: " ")
            let topics = parts[1].split(separator: ",").map { String($0.dropFirst().dropLast()) }
            let blamed = topics.first { bad.contains($0) }
            let answer = SubscribeAnswer(
                number: byNumber ? Int(parts[0]) : nil, blamed == nil ? .accepted : .refused,
                words: blamed.map { "no \($0)" } ?? "", blamed: byNumber ? nil : blamed)
            let change = ledger.take(answer, at: 0)
            accepted += change.accepted
            refused += change.refused.map { "\($0.name): \($0.words)" }
            open += change.frames
        }
        return (accepted.sorted(), refused.sorted(), count)
    }

    @Test(
        "a request that is refused for some topics is taken apart until they stand alone, and the others are in force",
        arguments: [[], [0], [99], [41], [3, 4, 80], Array(0..<100)] as [[Int]], [true, false])
    func takesApart(bad: [Int], byNumber: Bool) {
        let topics = (0..<100).map { "t\($0)" }
        let wrong = Set(bad.map { "t\($0)" })
        var ledger = SubscribeLedger()
        let frames = ledger.begin([Self.request(topics)], refused: [])
        let result = Self.play(frames, &ledger, bad: wrong, byNumber: byNumber)
        #expect(result.accepted == topics.filter { !wrong.contains($0) }.sorted())
        #expect(result.refused == wrong.map { "\($0): no \($0)" }.sorted())
        // Two frames for each step of a halving, of which a hundred topics need seven at most.
        #expect(result.frames <= 1 + bad.count * 14)
    }

    @Test("what stays refused is tried again after ten minutes, then less and less often, up to once an hour")
    func lessOften() {
        var ledger = SubscribeLedger()
        var frames = ledger.begin([Self.request(["a"])], refused: [])
        var times: [Int64] = []
        for minute in 0..<Int64(300) {
            frames += ledger.due(at: minute * 60 * Self.second)
            for frame in frames {
                times.append(minute)
                let number = Int(frame.prefix { $0 != " " })
                let change = ledger.take(
                    SubscribeAnswer(number: number, .refused, words: "no"), at: minute * 60 * Self.second)
                #expect(change.refused.map(\.name) == ["a"])
            }
            frames = []
        }
        #expect(times == [0, 10, 30, 70, 130, 190, 250])
    }

    @Test("what is refused is tried again after ten minutes, alone, and comes back when the venue has it")
    func retries() {
        var ledger = SubscribeLedger()
        _ = Self.play(ledger.begin([Self.request(["a", "b"])], refused: []), &ledger, bad: ["b"])
        #expect(ledger.due(at: 599 * Self.second) == [])
        let again = ledger.due(at: 600 * Self.second)
        #expect(again.map { $0.split(separator: " ").last } == ["\"b\""])
        #expect(ledger.due(at: 601 * Self.second) == [])
        #expect(Self.play(again, &ledger, bad: []).accepted == ["b"])
        #expect(ledger.due(at: 5000 * Self.second) == [])
    }

    @Test("what an earlier session was refused is asked for alone, behind the others")
    func known() {
        var ledger = SubscribeLedger()
        let frames = ledger.begin([Self.request(["a", "x", "b"]), Self.request(["y"])], refused: ["x", "y"])
        #expect(frames == [#"2 "a","b""#, #"3 "x""#, #"4 "y""#])
    }

    @Test("an answer that lists what is in force refuses the rest of its request")
    func lists() {
        var ledger = SubscribeLedger()
        _ = ledger.begin([Self.request(["a", "b", "c"]), Self.request(["d"])], refused: [])
        let change = ledger.take(SubscribeAnswer(number: 2, .inForce(["a", "c"]), words: "left out"), at: 0)
        #expect(change.accepted == ["a", "c"] && change.refused == [.init(name: "b", words: "left out")])
        // The answer to something else says nothing.
        #expect(ledger.take(SubscribeAnswer(number: 0, .inForce([])), at: 0) == .init())
        #expect(ledger.take(SubscribeAnswer(number: 2, .refused), at: 0) == .init())
    }

    @Test(
        "without numbers a list confirms the requests that it holds, and a refusal is of the oldest that has what is blamed"
    )
    func withoutNumbers() {
        var ledger = SubscribeLedger()
        _ = ledger.begin(
            [Self.request(["A", "X"], channel: "book"), Self.request(["A", "X"], channel: "trades")], refused: [])
        let first = ledger.take(SubscribeAnswer(.refused, words: "no", blamed: "X"), at: 0)
        #expect(first.frames == [#"4 "A""#, #"5 "X""#])
        let second = ledger.take(SubscribeAnswer(.refused, words: "no", blamed: "X"), at: 0)
        #expect(second.frames == [#"6 "A""#, #"7 "X""#])
        let third = ledger.take(SubscribeAnswer(.inForce(["book", "book:A"])), at: 0)
        #expect(third.accepted == ["book:A"])
        #expect(
            ledger.take(SubscribeAnswer(.refused, words: "no", blamed: "X"), at: 0).refused.map(\.name) == ["book:X"])
        #expect(
            ledger.take(SubscribeAnswer(.refused, words: "no", blamed: "X"), at: 0).refused.map(\.name) == ["trades:X"])
    }

    @Test("topics that are judged one by one need no number")
    func judged() {
        var ledger = SubscribeLedger()
        _ = ledger.begin([Self.request(["a", "b", "c"])], refused: [])
        let change = ledger.take(SubscribeAnswer(.judged(accepted: ["a"], refused: ["b"]), words: "failed"), at: 0)
        #expect(change.accepted == ["a"] && change.refused == [.init(name: "b", words: "failed")])
        #expect(ledger.take(SubscribeAnswer(.judged(accepted: ["c"], refused: [])), at: 0).accepted == ["c"])
    }

    @Test("a topic that is in force already is no refusal, and the others of its request are asked for without it")
    func repeated() {
        var ledger = SubscribeLedger()
        _ = ledger.begin([Self.request(["a", "b"])], refused: [])
        let change = ledger.take(SubscribeAnswer(number: 2, .repeated), at: 0)
        #expect(change.frames.count == 2)
        #expect(ledger.take(SubscribeAnswer(number: 3, .repeated), at: 0) == .init(accepted: ["a"]))
        #expect(ledger.take(SubscribeAnswer(number: 4, .accepted), at: 0) == .init(accepted: ["b"]))
    }

    @Test("a request that is put off is sent again as it was, later and later")
    func postponed() {
        var ledger = SubscribeLedger()
        _ = ledger.begin([Self.request(["a", "b"])], refused: [])
        #expect(ledger.take(SubscribeAnswer(number: 2, .postponed), at: 0) == .init())
        #expect(ledger.due(at: 9 * Self.second) == [])
        #expect(ledger.due(at: 10 * Self.second) == [#"3 "a","b""#])
        _ = ledger.take(SubscribeAnswer(number: 3, .postponed), at: 10 * Self.second)
        #expect(ledger.due(at: 29 * Self.second) == [])
        #expect(ledger.due(at: 30 * Self.second).count == 1)
    }

    @Test("answers to nothing change nothing")
    func nothing() {
        var ledger = SubscribeLedger()
        for outcome: SubscribeAnswer.Outcome in [
            .accepted, .refused, .repeated, .postponed, .inForce(["a"]), .judged(accepted: ["a"], refused: ["b"]),
        ] {
            #expect(ledger.take(SubscribeAnswer(outcome), at: 0) == .init())
            #expect(ledger.take(SubscribeAnswer(number: 7, outcome), at: 0) == .init())
        }
    }
}
