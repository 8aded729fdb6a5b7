import JSON

extension AlertCondition {
    /// Writes it as one object; `init(json:)` reads it.
    func write(to json: inout JSONWriter) {
        json.raw("{\"event\":")
        event.write(to: &json)
        json.raw(isHolding ? ",\"holds\":true,\"since\":" : ",\"holds\":false,\"since\":")
        json.integer(since)
        json.key("news_time")
        json.integer(newsTime)
        json.key("change_time")
        json.integer(changeTime)
        json.key("heard_time")
        json.integer(heardTime)
        json.key("count")
        json.integer(Int64(count))
        if let belief {
            json.key("belief")
            json.string(belief.rawValue)
        }
        json.key("told_time")
        json.integer(toldTime)
        if let toldSeverity {
            json.key("told_severity")
            json.string(toldSeverity.rawValue)
        }
        json.raw("}")
    }

    /// Reads the output of `write`.
    init(json cursor: inout JSONCursor) throws(DecodeError) {
        var event: AlertEvent?
        var isHolding = false
        var times: [String: Int64] = [:]
        var count: Int64 = 0
        var belief: Belief?
        var toldSeverity: AlertSeverity?
        var scope = try cursor.beginObject()
        while let name = try cursor.nextName(&scope) {
            switch name {
            case "event": event = try AlertEvent(json: &cursor)
            case "holds": isHolding = try cursor.bool()
            case "since", "news_time", "change_time", "heard_time", "told_time": times[name] = try cursor.integer()
            case "count": count = try cursor.integer()
            case "belief": belief = try cursor.word(name)
            case "told_severity": toldSeverity = try cursor.word(name)
            default: throw .unknownValue(field: name)
            }
        }
        guard let event, let since = times["since"], let newsTime = times["news_time"],
            let changeTime = times["change_time"], let heardTime = times["heard_time"],
            let toldTime = times["told_time"]
        else { throw .missingField("event or a time") }
        self.init(event, now: since)
        self.isHolding = isHolding
        self.newsTime = newsTime
        self.changeTime = changeTime
        self.heardTime = heardTime
        self.count = Int(count)
        self.belief = belief
        self.toldTime = toldTime
        self.toldSeverity = toldSeverity
    }
}
