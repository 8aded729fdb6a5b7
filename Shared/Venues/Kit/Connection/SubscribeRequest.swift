/// A request to subscribe to several topics at once. It can be split, because a venue may refuse the whole request because of
/// one topic.
public struct SubscribeRequest: Sendable, Hashable {
    /// The requested streams, topics, channels or products, in the venue's spelling. Empty if the request applies to the
    /// connection as a whole.
    public var topics: [String]
    /// The channel of all topics, if the topics are only products: `level2`; otherwise empty.
    public var channel: String
    private let form: [Part]

    /// A piece of the request's frame.
    public enum Part: Sendable, Hashable, ExpressibleByStringInterpolation {
        /// Literal text.
        case text(String)
        /// The request's number, which the venue's answer repeats.
        case number
        /// The topics: strings of JSON with commas between them.
        case topics

        /// A piece of text.
        public init(stringLiteral text: String) { self = .text(text) }
    }

    /// A request for all topics in one frame.
    ///
    /// - Parameter form: the pieces of its frame, in order.
    public init(_ topics: [String], channel: String = "", form: [Part]) {
        self.topics = topics
        self.channel = channel
        self.form = form
    }

    /// The names of its topics in the log, in status documents and in the list of refused channels: `publicTrade.BTCUSDT`,
    /// `level2:BTC-USD`.
    public var names: [String] {
        guard !topics.isEmpty else { return [channel] }
        return channel.isEmpty ? topics : topics.map { "\(channel):\($0)" }
    }

    /// The frame to send.
    public func frame(number: Int) -> String {
        var frame = ""
        for part in form {
            switch part {
            case .text(let text): frame += text
            case .number: frame += "\(number)"
            case .topics: frame += topics.map { "\"\($0)\"" }.joined(separator: ",")
            }
        }
        return frame
    }

    /// The same request for some of its topics.
    public func asking(for topics: some Sequence<String>) -> SubscribeRequest {
        var request = self
        request.topics = Array(topics)
        return request
    }

    /// Splits the request into requests of at most `limit` topics.
    package func cut(into limit: Int) -> [SubscribeRequest] {
        stride(from: 0, to: topics.count, by: max(1, limit)).map { start in
            asking(for: topics[start..<min(start + limit, topics.count)])
        }
    }
}
