import Kafka
import TestSupport

@testable import Spool

/// A spool in a folder of a test, opened again and again, with records that can be told apart.
final class SpoolWork {
    let folder: ScratchFolder
    let limits: SpoolLimits
    private var current: SpoolJournal?
    private let headers = KafkaHeaders()

    init(in folder: ScratchFolder? = nil, segmentBytes: Int = 4096, segments: Int = 8) throws {
        self.folder = try folder ?? ScratchFolder()
        limits = SpoolLimits(totalBytes: segmentBytes * segments, segmentBytes: segmentBytes, recordBytes: segmentBytes)
        try open()
    }

    /// The same spool for another thread, with headers of its own.
    init(sharing other: SpoolWork) throws {
        (folder, limits, current) = (other.folder, other.limits, other.current)
    }

    /// The spool, which is open.
    var spool: SpoolJournal { current! }

    /// Ends as a killed process does: nothing is said to the spool.
    func crash() { current = nil }

    /// Starts.
    func open() throws { current = try SpoolJournal(folder.path("spool"), limits: limits) }

    /// Ends as a killed process does, then starts anew. `meanwhile` may change the files.
    func reopen(_ meanwhile: (_ segments: [String]) throws -> Void = { _ in }) throws {
        crash()
        try meanwhile(segments)
        try open()
    }

    /// The files of the segments, oldest first.
    var segments: [String] {
        get throws { try folder.files.filter { $0.hasPrefix("spool/") && $0.hasSuffix(".segment") }.map(folder.path) }
    }

    /// Appends record number `id` with a value of so many bytes.
    func append(_ id: Int, bytes: Int = 200) throws(SpoolError) {
        headers.removeAll()
        headers.append("frame", Int64(id))
        headers.append("source", "primary")
        let (key, value) = (Self.key, Self.value(id, bytes: bytes))
        let result = key.withUnsafeBytes { key in
            value.withUnsafeBytes { value in
                Result { () throws(SpoolError) in
                    try spool.append(key: key, headers: headers, value: value, receiveTime: Int64(id) * 1_000_003)
                }
            }
        }
        try result.get()
    }

    /// Appends, or answers false when there is no room.
    func appendIfRoom(_ id: Int) throws(SpoolError) -> Bool {
        do throws(SpoolError) {
            try append(id)
            return true
        } catch {
            if case .full = error { return false }
            throw error
        }
    }

    /// The next record, copied; nil when there is none.
    func next() -> Copy? {
        guard let record = spool.next() else { return nil }
        record.fill(headers)
        var texts: [String] = []
        headers.forEach { name, value in
            texts.append(String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self))
        }
        return Copy(
            tag: SpoolTag(spool: 0, sequence: record.segment.sequence, offset: record.offset), key: Array(record.key),
            value: Array(record.value), headers: texts, receiveTime: record.receiveTime)
    }

    /// All records that are there.
    func rest() -> [Copy] {
        var records: [Copy] = []
        while let record = next() { records.append(record) }
        return records
    }

    /// A record as it was found.
    struct Copy {
        let tag: SpoolTag
        let key: [UInt8]
        let value: [UInt8]
        let headers: [String]
        let receiveTime: Int64

        /// Its number; nil when anything of it is not as it was appended.
        var id: Int? {
            guard headers.count == 2, headers[0].hasPrefix("frame="), let id = Int(headers[0].dropFirst(6)),
                headers[1] == "source=primary", key == SpoolWork.key, receiveTime == Int64(id) * 1_000_003,
                value == SpoolWork.value(id, bytes: value.count)
            else { return nil }
            return id
        }
    }

    private static let key = Array("bybit/primary/linear-0".utf8)

    private static func value(_ id: Int, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ id &* 17 &+ 7) }
    }
}
