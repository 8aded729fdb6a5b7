/// A recorder of every market: what it hears, how late it is, and what it loses.
struct TrialSource {
    /// A message on its way to the log.
    struct Delivery {
        var time: Int64
        var market: Int
        var message: TrialMarket.Message
        /// When the socket had it.
        var receiveTime: Int64
    }

    let name: String
    /// The least and the most time from its socket to the log, in nanoseconds.
    let lag: ClosedRange<Int64>
    var loss: Double
    var repeats: Double
    var isConnected = false
    /// When it connects again; nil while it is connected.
    var reconnectTime: Int64?
    /// From when on it hears each market; nil while it does not.
    var hearsSince: [Int64?]
    /// When it obeyed a request for each market.
    var lastRequest: [Int64]
    /// When it has each market's snapshot anew.
    var nextRefresh: [Int64]
    private(set) var queue: [Delivery] = []
    private var lastTime: Int64 = 0

    init(_ name: String, markets: Int, lag: ClosedRange<Int64>, loss: Double, repeats: Double) {
        self.name = name
        self.lag = lag
        self.loss = loss
        self.repeats = repeats
        hearsSince = Array(repeating: nil, count: markets)
        lastRequest = Array(repeating: .min / 2, count: markets)
        nextRefresh = Array(repeating: .max, count: markets)
    }

    /// Whether it hears a market now.
    func hears(_ market: Int, at now: Int64) -> Bool {
        isConnected && hearsSince[market].map { $0 <= now } == true
    }

    /// Puts a message on its way. Its own messages stay in order.
    mutating func send(
        _ message: TrialMarket.Message, of market: Int, at now: Int64, after wait: Int64 = 0,
        _ generator: inout some RandomNumberGenerator
    ) {
        lastTime = max(lastTime, now + wait + Int64.random(in: lag, using: &generator))
        queue.append(Delivery(time: lastTime, market: market, message: message, receiveTime: now + wait))
    }

    /// Takes what has arrived.
    mutating func takeArrived(at now: Int64) -> [Delivery] {
        let count = queue.firstIndex { $0.time > now } ?? queue.count
        defer { queue.removeFirst(count) }
        return Array(queue[..<count])
    }
}
