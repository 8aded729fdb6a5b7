import JSON

extension AlertEvent {
    /// Writes it as one object; `init(json:)` reads it.
    func write(to json: inout JSONWriter) {
        json.raw("{\"key\":")
        json.string(key)
        json.key("change")
        json.string(change.rawValue)
        json.key("origin")
        json.string(origin.rawValue)
        json.key("severity")
        json.string(severity.rawValue)
        json.key("name")
        json.string(name)
        json.key("summary")
        json.string(summary)
        json.key("detail")
        json.string(detail)
        json.key("labels")
        json.texts(labels)
        json.raw("}")
    }

    /// Reads the output of `write`.
    init(json cursor: inout JSONCursor) throws(DecodeError) {
        var texts: [String: String] = [:]
        var change: Change?
        var origin: Origin?
        var severity: AlertSeverity?
        var labels: [String: String] = [:]
        var scope = try cursor.beginObject()
        while let field = try cursor.nextName(&scope) {
            switch field {
            case "change": change = try cursor.word(field)
            case "origin": origin = try cursor.word(field)
            case "severity": severity = try cursor.word(field)
            case "labels": labels = try cursor.texts()
            case "key", "name", "summary", "detail": texts[field] = try cursor.text()
            default: throw .unknownValue(field: field)
            }
        }
        guard let change, let origin, let severity, let key = texts["key"], let name = texts["name"],
            let summary = texts["summary"], let detail = texts["detail"]
        else { throw .missingField("a field of an event") }
        self.init(
            key: key, change: change, origin: origin, severity: severity, name: name, summary: summary, detail: detail,
            labels: labels)
    }
}
