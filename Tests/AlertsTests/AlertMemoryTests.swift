import Foundation
import JSON
import TestSupport
import Testing

@testable import AlertsCore

@Suite("What alerts remember")
struct AlertMemoryTests {
    private static let condition = {
        let event = AlertEvent(
            key: "a\"b", change: .fires, origin: .rule, severity: .critical, name: "FeedSilent", summary: "line\nof 👨‍👩‍👧",
            detail: "\u{1}", labels: ["venue": "by\\bit", "quote\"d": ""])
        var condition = AlertCondition(event, now: 1_700_000_000_000_000_001)
        condition.belief = .holds
        condition.toldSeverity = .warning
        condition.toldTime = 1_700_000_000_000_000_002
        condition.heardTime = 1_700_000_000_000_000_003
        condition.count = 4
        return condition
    }()

    @Test("what was written is read, whatever its texts are, from a folder that was not there")
    func roundTrip() throws {
        let folder = try ScratchFolder()
        let memory = AlertMemory(path: folder.path("a/b/alerts.json"))
        #expect(try memory.read() == [:])
        for channels in [["desk": [Self.condition], "night": []], ["desk": [Self.condition, Self.condition]]] {
            try memory.write(channels)
            #expect(try memory.read() == channels)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("a/b"))
        #expect(names == ["alerts.json"])
    }

    @Test(
        "a file of somebody else's is an error",
        arguments: [
            "not JSON", "", #"{"version":2,"channels":{}}"#, #"{"version":1}"#, #"{"version":1,"channels":{"a":[{}]}}"#,
            #"{"version":1,"channels":{},"more":1}"#,
        ])
    func foreign(text: String) throws {
        let folder = try ScratchFolder()
        try text.write(toFile: folder.path("alerts.json"), atomically: true, encoding: .utf8)
        #expect(throws: AlertMemoryError.self) { try AlertMemory(path: folder.path("alerts.json")).read() }
    }

    @Test("what cannot be written is an error, and leaves what was there")
    func unwritable() throws {
        let folder = try ScratchFolder()
        try "x".write(toFile: folder.path("file"), atomically: true, encoding: .utf8)
        #expect(throws: AlertMemoryError.self) { try AlertMemory(path: folder.path("file/alerts.json")).write([:]) }
    }
}
