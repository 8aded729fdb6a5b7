import Base
import Foundation
import PipelineSupport
import Runtime
import Synchronization
import TestSupport
import Testing

@testable import Spool

/// The three threads that share a spool, each as fast as it can.
@Suite("Spool, three threads")
struct SpoolThreadTests {
    private static let count = 30_000

    /// Records on their way to be acknowledged.
    private final class Shared: Sendable {
        let handedOut = Mutex<[SpoolTag]>([])
    }

    @Test("one appends and stops when it is full, one drains, one acknowledges: all comes, once and in order")
    func threads() async throws {
        let work = try SpoolWork(segmentBytes: 65_536, segments: 4)
        let spool = work.spool
        let shared = Shared()
        // Each of the two belongs to one thread: `append` and `next` share nothing but the spool.
        let (writer, reader) = (Borrowed(work), Borrowed(try SpoolWork(sharing: work)))
        let end = Date(timeIntervalSinceNow: 120)
        async let waits = onOwnThread {
            var waits = 0
            var id = 0
            while id < Self.count, Date() < end {
                // Faster than any loop: the files may be used up before the drain has said that they are.
                if !spool.isFull, try writer.value.appendIfRoom(id) {
                    id += 1
                } else {
                    waits += 1
                    usleep(100)
                }
            }
            return waits
        }
        async let acknowledged = onOwnThread {
            var acknowledged = 0
            while acknowledged < Self.count, Date() < end {
                // Not in order, as partitions are not.
                let tags = shared.handedOut.withLock { tags in
                    defer { tags = [] }
                    return tags.shuffled()
                }
                for tag in tags { spool.settle(tag, as: .acknowledged) }
                acknowledged += tags.count
                if tags.isEmpty { usleep(50) }
            }
            return acknowledged
        }
        async let drained = onOwnThread {
            var ids: [Int?] = []
            while ids.count < Self.count, Date() < end {
                try spool.maintain()
                guard let record = reader.value.next() else {
                    spool.wakeup.sleep(milliseconds: 10) { spool.hasNext }
                    continue
                }
                ids.append(record.id)
                shared.handedOut.withLock { $0.append(record.tag) }
            }
            while spool.pendingRecords > 0, Date() < end { try spool.maintain() }
            return ids
        }
        let (ids, settled, paused) = try await (drained, acknowledged, waits)
        #expect(ids == Array(0..<Self.count))
        #expect(settled == Self.count)
        #expect(spool.pendingRecords == 0)
        try spool.maintain()
        #expect(try work.segments.count <= 2)
        // 30,000 records are eight megabytes, and a quarter of one fits.
        #expect(paused > 0)
    }

    /// Something that one thread alone uses.
    private struct Borrowed<Value>: @unchecked Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }
}
