import TestSupport
import Testing

@testable import Spool

/// A disk that gives the spool no more room, long before its own limit.
@Suite("Spool on a full disk", .serialized)
struct SpoolDiskTests {
    @Test(
        "a disk that has no room at all ends the producer at its start, with the reason",
        .enabled(if: SmallDisk.isPossible, "this user may not mount a small file system"))
    func noRoom() throws {
        let disk = try #require(try SmallDisk(bytes: 65_536))
        #expect {
            _ = try SpoolJournal(
                disk.folder.path("spool"), limits: SpoolLimits(totalBytes: 8 << 20, segmentBytes: 1 << 20))
        } throws: { error in
            guard case .disk("allocate 1048576 bytes for", _, "No space left on device")? = error as? SpoolError else {
                return false
            }
            return true
        }
    }

    @Test(
        "what was left on a disk that is full is published",
        .enabled(if: SmallDisk.isPossible, "this user may not mount a small file system"))
    func leftOnFullDisk() throws {
        let disk = try #require(try SmallDisk(bytes: 3 * 65_536))
        let work = try SpoolWork(in: disk.folder, segmentBytes: 65_536, segments: 100)
        var count = 0
        var refusal: SpoolError?
        while refusal == nil {
            do { try work.append(count) } catch { refusal = error }
            count += refusal == nil ? 1 : 0
        }
        guard case .disk? = refusal else { throw try #require(refusal) }
        work.crash()
        try work.open()
        #expect(work.spool.isFull)
        let records = work.rest()
        #expect(records.map(\.id) == Array(0..<count))
        #expect(throws: SpoolError.self) { try work.append(count) }
        for record in records { work.spool.settle(record.tag, as: .acknowledged) }
        try work.spool.maintain()
        #expect(!work.spool.isFull)
        try work.append(count)
        #expect(work.rest().map(\.id) == [count])
    }
}
