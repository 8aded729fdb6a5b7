import TestSupport
import Testing

@testable import Spool

@Suite("Spool, its limits")
struct SpoolLimitTests {
    @Test("full is said while there is room for frames on their way, and ends with the first file that is drained")
    func full() throws {
        let work = try SpoolWork(segmentBytes: 4096, segments: 4)
        var count = 0
        while !work.spool.isFull {
            try work.append(count)
            count += 1
            try work.spool.maintain()
        }
        let countAtFull = count
        var refusal: SpoolError?
        while refusal == nil {
            do { try work.append(count) } catch { refusal = error }
            if refusal == nil { count += 1 }
        }
        #expect(refusal == .full(limitBytes: 4 * 4096))
        // A record of 200 bytes takes 288 with all that belongs to it: half a file and more was kept free.
        #expect((count - countAtFull) * 288 > 4096 / 2)
        try work.spool.maintain()
        #expect(work.spool.isFull)

        let first = try #require(work.next())
        var segment = [first]
        while let record = work.next(), record.tag.segments(behind: 1) == first.tag.segments(behind: 1) {
            segment.append(record)
        }
        for record in segment.dropLast() { work.spool.settle(record.tag, as: .acknowledged) }
        try work.spool.maintain()
        #expect(work.spool.isFull)
        work.spool.settle(segment[segment.count - 1].tag, as: .acknowledged)
        try work.spool.maintain()
        #expect(!work.spool.isFull)
        try work.append(count)
        work.spool.rewind()
        #expect(work.rest().map(\.id) == Array(segment.count...count))
    }

    @Test("a spool that was left full is full from the start, and gives what it holds")
    func leftFull() throws {
        let work = try SpoolWork(segmentBytes: 4096, segments: 2)
        var count = 0
        while (try? work.append(count)) != nil { count += 1 }
        try work.reopen()
        #expect(work.spool.isFull)
        #expect(throws: SpoolError.full(limitBytes: 2 * 4096)) { try work.append(count) }
        let records = work.rest()
        #expect(records.map(\.id) == Array(0..<count))
        for record in records { work.spool.settle(record.tag, as: .acknowledged) }
        try work.spool.maintain()
        #expect(!work.spool.isFull)
        try work.append(count)
        #expect(work.rest().map(\.id) == [count])
    }

    @Test("an idle spool takes one file, and one that is closed empty takes none")
    func idle() throws {
        let work = try SpoolWork(segmentBytes: 4096, segments: 8)
        for id in 0..<200 {
            try work.append(id)
            let record = try #require(work.next())
            work.spool.settle(record.tag, as: .acknowledged)
            try work.spool.maintain()
        }
        #expect(try work.segments.count == 1)
        #expect(work.spool.fileBytes <= 2 * 4096)
        work.spool.close()
        #expect(try work.folder.files.filter { $0 != "spool/lock" } == [])
    }

    @Test("a record that no segment holds is refused, one that just fits is not")
    func large() throws {
        let work = try SpoolWork(segmentBytes: 8192, segments: 2)
        #expect(throws: SpoolError.self) { try work.append(0, bytes: 8192) }
        // 64 bytes of the file's head, 40 of the record's, 22 of key and 25 of headers, 1 of padding.
        try work.append(1, bytes: 8192 - 64 - 40 - 22 - 25 - 1)
        #expect(work.rest().map(\.id) == [1])
    }

    @Test("a second producer of the same venue and source is kept out, in words")
    func locked() throws {
        let work = try SpoolWork()
        let path = work.folder.path("spool")
        #expect(throws: SpoolError.inUse(path: path)) { _ = try SpoolJournal(path, limits: work.limits) }
    }

    @Test("a folder that cannot be made is an error that names it")
    func noFolder() throws {
        let folder = try ScratchFolder()
        _ = try folder.file("file")
        #expect {
            _ = try SpoolJournal(folder.path("file/spool"), limits: SpoolLimits(totalBytes: 8192, segmentBytes: 4096))
        } throws: { error in
            guard case .disk("create", let path, let reason)? = error as? SpoolError else { return false }
            return path.hasSuffix("/file/spool") && reason == "Not a directory"
        }
    }

    @Test(
        "names of sources become names of folders",
        arguments: [("primary", "bybit-primary"), ("a/../b ü", "bybit-a%2F..%2Fb%20%C3%BC")])
    func names(source: String, folder: String) {
        #expect(SpoolFolder.name(of: ["bybit", source]) == folder)
    }

    @Test("a tag is the same after its way through Kafka's client")
    func tags() {
        for tag in [
            SpoolTag(spool: 0, sequence: 1, offset: 64), SpoolTag(spool: 4095, sequence: 0xFF_FFFF, offset: 1 << 30),
            SpoolTag(spool: 7, sequence: 0x1_0000_0002, offset: 32 << 20),
        ] {
            #expect(SpoolTag(tag.number) == tag)
        }
        #expect(SpoolTag(spool: 0, sequence: 0x1_0000_0002, offset: 64).segments(behind: 0xFFFF_FFFF) == 3)
    }
}
