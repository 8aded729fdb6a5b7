import Foundation

/// What the simulator says it made and sent to at least one connection, by `<venue>/<product>/<symbol>/<kind>`.
struct SoakTruth {
    private(set) var delivered: [String: Int] = [:]
    /// The sources that are subscribed, by feed.
    private(set) var feeds: [String: Set<String>] = [:]

    /// - Parameter report: the answer of `/control/truth`.
    init(report: String) throws {
        guard let object = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any],
            let feeds = object["feeds"] as? [[String: Any]]
        else { throw SoakFailure.unreadableTruth }
        for feed in feeds {
            let name = "\(feed["venue"] as? String ?? "")/\(feed["product"] as? String ?? "")"
            for connection in feed["connections"] as? [[String: Any]] ?? []
            where connection["subscribed"] as? Bool == true {
                self.feeds[name, default: []].insert(connection["label"] as? String ?? "")
            }
            for symbol in feed["symbols"] as? [[String: Any]] ?? [] {
                for (kind, series) in symbol["kinds"] as? [String: [String: Any]] ?? [:] {
                    guard let count = series["delivered"] as? Int, count > 0 else { continue }
                    delivered["\(name)/\(symbol["symbol"] as? String ?? "")/\(kind)"] = count
                }
            }
        }
    }
}
