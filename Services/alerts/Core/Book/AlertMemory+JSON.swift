import JSON

/// `{"version":1,"channels":{"<name>":[<condition>,…],…}}`
extension AlertMemory {
    /// Writes the conditions of the channels.
    static func write(_ channels: [String: [AlertCondition]], to json: inout JSONWriter) {
        json.raw("{\"version\":1,\"channels\":{")
        for (index, (name, conditions)) in channels.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { json.raw(",") }
            json.string(name)
            json.raw(":[")
            for (index, condition) in conditions.enumerated() {
                if index > 0 { json.raw(",") }
                condition.write(to: &json)
            }
            json.raw("]")
        }
        json.raw("}}\n")
    }

    /// Reads the output of `write`. Anything else is an error.
    static func channels(json bytes: [UInt8]) throws(DecodeError) -> [String: [AlertCondition]] {
        var frame = FrameBuffer(minimumCapacity: bytes.count)
        try frame.assign(bytes)
        var cursor = frame.cursor
        var version: Int64?
        var channels: [String: [AlertCondition]]?
        var scope = try cursor.beginObject()
        while let name = try cursor.nextName(&scope) {
            switch name {
            case "version": version = try cursor.integer()
            case "channels": channels = try Self.channels(&cursor)
            default: throw .unknownValue(field: name)
            }
        }
        try cursor.finish()
        guard version == 1 else { throw .unknownValue(field: "version") }
        guard let channels else { throw .missingField("channels") }
        return channels
    }

    private static func channels(_ cursor: inout JSONCursor) throws(DecodeError) -> [String: [AlertCondition]] {
        var channels: [String: [AlertCondition]] = [:]
        var scope = try cursor.beginObject()
        while let name = try cursor.nextName(&scope) {
            var conditions: [AlertCondition] = []
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) { conditions.append(try AlertCondition(json: &cursor)) }
            channels[name] = conditions
        }
        return channels
    }
}
