/// A request to subscribe to several topics at once, of which any part can be asked for by itself: a venue may refuse the
/// whole of it because of one.
public struct SubscribeRequest: Sendable, Hashable {
    /// What is asked for, as the venue spells it in the request: streams, topics, channels or products. Empty where the
    /// request is of the connection as a whole.
    public var topics: [String]
    /// The channel that all topics are asked for, where they are products alone: `level2`; else empty.
    public var channel: String
    private let form: [Part]

    /// A piece of the request's frame.
    public enum Part: Sendable, Hashable, ExpressibleByStringInterpolation {
        /// Text as it stands.
        case text(String)
        /// The request's number, by which the venue answers.
        case number
        /// The topics: strings of JSON with commas between them.
        case topics

        /// A piece of text.
        public init(stringLiteral text: String) { self = .text(text) }
    }

    /// Makes a request.
    ///
    /// - Parameter form: the pieces of its frame, in order.
    public init(_ topics: [String], channel: String = "", form: [Part]) {
        self.topics = topics
        self.channel = channel
        self.form = form
    }

    /// What its topics are called in the log, in status documents and where it is asked whether a channel is refused:
    /// `publicTrade.BTCUSDT`, `level2:BTC-USD`.
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

    /// As many requests as `limit` topics each ask for.
    package func cut(into limit: Int) -> [SubscribeRequest] {
        stride(from: 0, to: topics.count, by: max(1, limit)).map { start in
            asking(for: topics[start..<min(start + limit, topics.count)])
        }
    }
}
