import JSON
public import MarketData

/// The fields that dedup adds to a document that it passes on byte for byte. They come last, with `flags` at the end.
///
/// `flags` holds names, separated by commas.
public enum DocumentMarks {
    /// The name of the field for `EventMarks.streamSequence`.
    static let streamSequence: StaticString = "stream_sequence"

    private static let name: StaticString = ",\"flags\":\""

    /// Writes the field.
    static func write(_ flags: EventFlags, to writer: inout JSONWriter) {
        writer.raw(name)
        var isFirst = true
        for (flag, name) in EventFlags.names where flags.contains(flag) {
            if !isFirst { writer.raw(",") }
            isFirst = false
            writer.raw(name)
        }
        writer.raw("\"")
    }

    /// The flags of a field's text; unknown names are ignored.
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> EventFlags {
        var flags: EventFlags = []
        for word in text.split(separator: UInt8(ascii: ",")) {
            for (flag, name) in EventFlags.names where UnsafeBufferPointer(rebasing: word).isEqual(name) {
                flags.insert(flag)
            }
        }
        return flags
    }

    /// The flags as text, as in the field; nil where there are none.
    public static func text(of flags: EventFlags) -> String? {
        guard !flags.isEmpty else { return nil }
        return EventFlags.names.filter { flags.contains($0.flag) }.map { $0.name.description }.joined(separator: ",")
    }

    /// A document with marks added to its flags. White space after its brace, which other programs may write, is removed.
    public static func adding(_ marks: EventMarks, to document: UnsafeRawBufferPointer) -> [UInt8] {
        let document = UnsafeRawBufferPointer(rebasing: document[..<((document.lastIndex(of: 0x7D) ?? -1) + 1)])
        let present = flags(of: document)
        let end = start(in: document)
        guard end > 0 else { return Array(document) }
        var writer = JSONWriter(minimumCapacity: document.count + 96)
        writer.raw(UnsafeBufferPointer(rebasing: document.bindMemory(to: UInt8.self)[..<end]))
        writer.field(streamSequence, marks.streamSequence)
        let all = present.union(marks.flags)
        if !all.isEmpty { write(all, to: &writer) }
        writer.raw("}")
        return Array(writer.bytes)
    }

    /// The flags at the end of a document.
    static func flags(of document: UnsafeRawBufferPointer) -> EventFlags {
        let start = start(in: document)
        guard start < document.count - 1 else { return [] }
        let text = document.bindMemory(to: UInt8.self)[(start + name.utf8CodeUnitCount)..<(document.count - 2)]
        return read(UnsafeBufferPointer(rebasing: text))
    }

    /// Where the field begins; where the document ends, before its brace, when it has none at its end.
    public static func start(in document: UnsafeRawBufferPointer) -> Int {
        let length = name.utf8CodeUnitCount
        var place = document.count - length - 2
        let first = max(0, document.count - longest)
        while place >= first {
            var matched = 0
            while matched < length, document[place + matched] == name.utf8Start[matched] { matched += 1 }
            if matched == length { return place }
            place -= 1
        }
        return document.count - 1
    }

    /// No document's field is longer, brace included.
    private static let longest =
        EventFlags.names.reduce(name.utf8CodeUnitCount + 2) { $0 + $1.name.utf8CodeUnitCount + 1 }
}
