import MarketData
import VenueKit

/// Inspects Deribit's frames for the producer.
struct DeribitReader: SessionReader {
    /// The maximum length of a test request; books and trades are longer and are not searched.
    private static let longestTestRequest = 128

    mutating func inspect(_ frame: SessionFrame, for wants: FrameWants) -> FrameInspection {
        let bytes = frame.bytes
        var found = FrameInspection(channel: Self.channel(of: bytes))
        guard found.channel != nil else {
            found.reply = Self.reply(to: bytes)
            if found.reply == nil { found.answer = Self.answer(in: bytes) }
            return found
        }
        // The first timestamp of a notification.
        if wants.contains(.sentTime) { found.sentTime = FrameText.milliseconds(of: "timestamp", in: bytes) }
        if wants.contains(.snapshot) { found.isSnapshot = FrameText.contains(FrameText.snapshotType, in: bytes) }
        return found
    }

    /// Notifications contain their channel,
    /// `{"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.raw",…`: kind and instrument, without
    /// the interval.
    private static func channel(of frame: UnsafeRawBufferPointer) -> ChannelID? {
        let dot = UInt8(ascii: ".")
        guard let channel = FrameText.value(of: "channel", in: frame), let first = channel.firstIndex(of: dot) else {
            return nil
        }
        let instrument = channel[(first + 1)...].prefix { $0 != dot }
        return ChannelID(
            UnsafeRawBufferPointer(rebasing: channel[..<first]), UnsafeRawBufferPointer(rebasing: instrument))
    }

    /// Answers a test request; without an answer the venue closes the connection:
    /// https://docs.deribit.com/api-reference/session-management/public-set_heartbeat
    private static func reply(to frame: UnsafeRawBufferPointer) -> String? {
        guard frame.count <= longestTestRequest, FrameText.contains("\"test_request\"", in: frame) else { return nil }
        return #"{"jsonrpc":"2.0","id":0,"method":"public/test","params":{}}"#
    }

    /// `{"jsonrpc":"2.0","id":2,"result":["book.BTC-PERPETUAL.100ms"]}`: "a list of subscribed channels"
    /// (https://docs.deribit.com/api-reference/subscription-management/public-subscribe). A channel that does not exist is
    /// missing from it, as the page of public/unsubscribe says of its own: "If a channel in the request is invalid, not
    /// subscribed, or fails validation, it will not appear in the result". Errors contain the request's id:
    /// `{"jsonrpc":"2.0","id":2,"error":{"code":11050,"message":"bad_request"}}`.
    private static func answer(in frame: UnsafeRawBufferPointer) -> SubscribeAnswer? {
        guard frame.count <= SubscribeAnswer.longestFrame, !FrameText.containsKey("method", in: frame, within: 128),
            let message = ClientMessage(frame), let number = message["id"].flatMap({ Int($0.json) })
        else { return nil }
        if let error = message["error"] {
            let code = error["code"].flatMap { Int($0.json) }
            return SubscribeAnswer(
                number: number, code.map(passingCodes.contains) ?? false ? .postponed : .refused,
                words: VenueWords.of(error) ?? "")
        }
        guard let channels = message["result"]?.texts else { return nil }
        return SubscribeAnswer(
            number: number, .inForce(Set(channels)), words: "the venue's list of what is subscribed leaves it out")
    }

    /// `too_many_requests` and `system_maintenance`: https://docs.deribit.com/articles/errors
    private static let passingCodes: Set<Int> = [10028, 11051]
}
