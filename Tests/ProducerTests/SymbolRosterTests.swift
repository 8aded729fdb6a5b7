import Simulator
import Testing

@testable import ProducerCore

@Suite("Symbol roster")
struct SymbolRosterTests {
    @Test("the first listing is taken in its order")
    func first() {
        var roster = SymbolRoster()
        let change = roster.update(to: ["a", "b", "c"])
        #expect(roster.symbols == ["a", "b", "c"])
        #expect(change.added == ["a", "b", "c"] && change.removed.isEmpty)
        let none = roster.update(to: ["c", "a", "b"])
        #expect(none.added.isEmpty && none.removed.isEmpty && roster.symbols == ["a", "b", "c"])
    }

    @Test(
        "what is new takes the places of what has gone, and places that stay empty are filled from the end",
        arguments: [
            (["a", "b", "c", "d", "x"], ["a", "b", "c", "d", "x"]), (["a", "c", "d"], ["a", "d", "c"]),
            (["a", "c", "d", "x"], ["a", "x", "c", "d"]), (["a", "b"], ["a", "b"]), (["d"], ["d"]),
            (["x", "y", "z"], ["x", "y", "z"]), (["b", "x"], ["x", "b"]),
        ])
    func changes(listed: [String], wanted: [String]) {
        var roster = SymbolRoster()
        _ = roster.update(to: ["a", "b", "c", "d"])
        _ = roster.update(to: listed)
        #expect(roster.symbols == wanted)
    }

    @Test(
        "after any change the roster is the listing, and only as many places differ as must",
        arguments: [UInt64(1), 2, 3])
    func anyChange(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var roster = SymbolRoster()
        for _ in 0..<300 {
            let listed = (0..<60).filter { _ in Bool.random(using: &generator) }.map { "S\($0)" }
            let before = roster.symbols
            let change = roster.update(to: listed)
            #expect(Set(roster.symbols) == Set(listed) && roster.symbols.count == listed.count)
            let common = zip(before, roster.symbols).count { $0 != $1 }
            #expect(common <= max(change.added.count, change.removed.count))
        }
    }
}
