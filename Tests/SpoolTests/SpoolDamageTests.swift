import Foundation
import Simulator
import TestSupport
import Testing

@testable import Spool

/// What a crash of the machine, a bad disk or a careless hand leaves.
@Suite("Spool, damaged files")
struct SpoolDamageTests {
    /// A record of 200 bytes with all that belongs to it.
    private static let length = RecordLayout.length(key: 22, headers: 25, value: 200)

    private static func start(of record: Int) -> Int { SpoolSegment.headBytes + record * length }

    /// Ten records in one segment, changed while it is closed.
    private static func damaged(_ change: (inout [UInt8]) -> Void) throws -> SpoolWork {
        let work = try SpoolWork()
        for id in 0..<10 { try work.append(id) }
        try #require(work.spool.pendingBytes == 10 * length)
        try work.reopen { segments in
            try #require(segments.count == 1)
            let url = URL(filePath: segments[0])
            var bytes = [UInt8](try Data(contentsOf: url))
            change(&bytes)
            try Data(bytes).write(to: url)
        }
        return work
    }

    @Test("a torn record at the end is named, and those before it are there")
    func torn() throws {
        let work = try Self.damaged { bytes in
            // The last page did not reach the disk.
            for index in Self.start(of: 9) + 100..<bytes.count { bytes[index] = 0 }
        }
        #expect(work.rest().map(\.id) == Array(0..<9))
        #expect(work.spool.damage.map(\.bytes) == [Self.length])
    }

    @Test("records whose end the head of the file does not know yet are there")
    func oldHead() throws {
        let work = try Self.damaged { bytes in
            for (index, byte) in withUnsafeBytes(of: UInt64(Self.start(of: 4)).littleEndian, Array.init).enumerated() {
                bytes[16 + index] = byte
            }
        }
        #expect(work.rest().map(\.id) == Array(0..<10))
        #expect(work.spool.damage.isEmpty)
    }

    @Test(
        "a record in the middle that is damaged anywhere is left out and named; the others are there",
        arguments: [0, 8, 16, 24, 28, 32, 34, 40, 70, 150, 280])
    func middle(offset: Int) throws {
        let work = try Self.damaged { $0[Self.start(of: 3) + offset] ^= 0x41 }
        #expect(work.rest().map(\.id) == [0, 1, 2, 4, 5, 6, 7, 8, 9])
        #expect(work.spool.damage.map(\.bytes) == [Self.length])
        // What was read can be acknowledged, and then the file is done.
        work.spool.rewind()
        for record in work.rest() { work.spool.settle(record.tag, as: .acknowledged) }
        try work.spool.maintain()
        #expect(work.spool.pendingRecords == 0)
        #expect(try work.segments.isEmpty)
    }

    @Test("a page of zeros in the middle costs the records that it held")
    func hole() throws {
        let work = try Self.damaged { bytes in
            for index in Self.start(of: 2) + 50..<Self.start(of: 5) - 50 { bytes[index] = 0 }
        }
        #expect(work.rest().map(\.id) == [0, 1, 5, 6, 7, 8, 9])
        #expect(work.spool.damage.map(\.bytes) == [3 * Self.length])
    }

    @Test("a head of the file that is gone costs nothing but a line")
    func noHead() throws {
        let work = try Self.damaged { for index in 0..<64 { $0[index] = 0xFF } }
        #expect(work.rest().map(\.id) == Array(0..<10))
        #expect(work.spool.damage.map(\.bytes) == [64])
    }

    @Test("a file that was cut gives what is left of it", arguments: [0, 1, 63, 64, 65, 1000, 2000])
    func cut(length: Int) throws {
        let work = try Self.damaged { $0 = Array($0.prefix(length)) }
        let whole = max(0, length - SpoolSegment.headBytes) / Self.length
        #expect(work.rest().map(\.id) == Array(0..<whole))
        #expect(work.spool.damage.count == 1)
        try work.append(77)
        #expect(work.rest().map(\.id) == [77])
    }

    @Test("bytes changed anywhere never trap, and no changed record comes out", arguments: (1...200).map(UInt64.init))
    func anywhere(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let work = try Self.damaged { bytes in
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                let end = Self.start(of: 10)
                bytes[Int.random(in: 0..<end, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
        }
        let ids = work.rest().map(\.id)
        #expect(!ids.contains(nil), "seed \(seed)")
        #expect(ids.compactMap(\.self) == ids.compactMap(\.self).sorted(), "seed \(seed)")
    }
}
