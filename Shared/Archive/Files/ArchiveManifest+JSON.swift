package import JSON
import MarketData

/// `{"version":1,"topic":…,"partition":…,"next":…,"archived":[[first,last],…],"pending":[{"staged":…,"path":…},…]}`
extension ArchiveManifest {
    /// Writes the manifest as JSON, with a newline.
    package func write(to writer: inout JSONWriter) {
        writer.raw("{\"version\":1,\"topic\":")
        writer.string(log.topic)
        writer.key("partition")
        writer.integer(Int64(log.partition))
        writer.key("next")
        writer.integer(next)
        writer.raw(",\"archived\":[")
        for (index, run) in archived.runs.enumerated() {
            writer.raw(index == 0 ? "[" : ",[")
            writer.integer(run.lowerBound)
            writer.raw(",")
            writer.integer(run.upperBound)
            writer.raw("]")
        }
        writer.raw("],\"pending\":[")
        for (index, file) in pending.enumerated() {
            writer.raw(index == 0 ? "{\"staged\":" : ",{\"staged\":")
            writer.string(file.staged)
            writer.key("path")
            writer.string(file.path)
            writer.raw("}")
        }
        writer.raw("]}\n")
    }

    /// Reads the output of `write`. Anything else is an error: a manifest that cannot be parsed must not be replaced.
    package init(json bytes: UnsafeRawBufferPointer, of log: TopicPartition) throws(DecodeError) {
        var frame = FrameBuffer(minimumCapacity: bytes.count)
        try frame.assign(bytes)
        var cursor = frame.cursor
        var scope = try cursor.beginObject()
        var version: Int64?
        var topic: String?
        var partition: Int64?
        var next: Int64?
        var archived: OffsetRanges?
        var pending: [Pending]?
        while let key = try cursor.nextKey(&scope) {
            switch key {
            case "version": version = try cursor.integer()
            case "topic": topic = try cursor.text()
            case "partition": partition = try cursor.integer()
            case "next": next = try cursor.integer()
            case "archived": archived = try Self.ranges(&cursor)
            case "pending": pending = try Self.files(&cursor)
            default: throw .unknownValue(field: "manifest")
            }
        }
        try cursor.finish()
        guard version == 1 else { throw .unknownValue(field: "version") }
        guard let next, let archived, let pending else { throw .missingField("next, archived or pending") }
        guard topic == log.topic, partition == Int64(log.partition) else {
            throw .inconsistent("the manifest is of \(topic ?? "?")-\(partition ?? -1)")
        }
        self.init(log: log, next: next, archived: archived, pending: pending)
    }

    private static func ranges(_ cursor: inout JSONCursor) throws(DecodeError) -> OffsetRanges {
        var runs: [ClosedRange<Int64>] = []
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var pair = try cursor.beginArray()
            try cursor.requireElement(&pair)
            let first = try cursor.integer()
            try cursor.requireElement(&pair)
            let last = try cursor.integer()
            try cursor.requireEnd(&pair)
            guard first <= last else { throw .inconsistent("a run of offsets ends before it begins") }
            runs.append(first...last)
        }
        return OffsetRanges(runs)
    }

    private static func files(_ cursor: inout JSONCursor) throws(DecodeError) -> [Pending] {
        var files: [Pending] = []
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var object = try cursor.beginObject()
            var staged: String?
            var path: String?
            while let key = try cursor.nextKey(&object) {
                switch key {
                case "staged": staged = try cursor.text()
                case "path": path = try cursor.text()
                default: throw .unknownValue(field: "pending")
                }
            }
            guard let staged, let path else { throw .missingField("staged or path") }
            files.append(Pending(staged: staged, path: path))
        }
        return files
    }
}
