import MarketData
import VenueKit

extension SimulatorCore {
    /// Ends the connections that have reached their end time. 1001 is "going away" (RFC 6455, section 7.4.1).
    mutating func endOld(_ time: Timestamp) {
        for number in connections.keys.sorted() {
            guard let end = connections[number]?.endTime, end <= time else { continue }
            self.end(number, .close(connection: number, code: 1001))
        }
    }

    /// The venue will close the connections of these feeds; venues that announce it do so now.
    mutating func announceEnd(of keys: [FeedKey], label: String?, afterMilliseconds wait: Int64, _ time: Timestamp)
        -> Int
    {
        let end = Timestamp(nanoseconds: time.nanoseconds + wait * 1_000_000)
        let numbers = keys.flatMap { connections(of: $0) }.filter { label == nil || connections[$0]?.label == label }
        var sink = FrameSink()
        for number in numbers {
            connections[number]?.endTime = end
            connections[number]?.session.announceEnd(time: time, into: &sink)
            for frame in sink.takeFrames() { sendControl(frame, to: number, time) }
        }
        return numbers.count
    }

    /// The connections of these feeds act on a client's frame that was not sent, without answering: a lost subscription.
    mutating func forget(_ frame: String, of keys: [FeedKey], label: String?, _ time: Timestamp) -> Int {
        let numbers = keys.flatMap { connections(of: $0) }.filter { label == nil || connections[$0]?.label == label }
        var frame = frame
        var sink = FrameSink()
        for number in numbers {
            let market = connections[number].flatMap { feeds[$0.feed]?.market }
            frame.withUTF8 {
                connections[number]?.session.receive(
                    UnsafeRawBufferPointer($0), market: market, time: time, into: &sink)
            }
            _ = sink.takeFrames()
        }
        return numbers.count
    }
}
