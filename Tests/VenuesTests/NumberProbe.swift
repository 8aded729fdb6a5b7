import Documents
import Foundation
import JSON
import MarketData
import TestSupport
import VenueKit
import Venues

/// Puts other texts in the place of each number of a fixture's frames and looks at what becomes of the documents.
struct NumberProbe {
    /// Fields whose numbers describe a market: rounded or left out, never an error.
    static let descriptive: Set<String> = [
        "open_interest", "open_interest_unit", "volume_24h", "turnover_24h", "high_24h", "low_24h", "rate",
        "predicted_rate", "interval_hours",
    ]
    /// Fields whose numbers are prices and sizes: exact, or an error.
    static let exact: Set<String> = [
        "price", "size", "remaining", "bid_price", "bid_size", "ask_price", "ask_size", "bids", "asks", "last_price",
        "mark_price", "index_price",
    ]
    /// Documents whose prices and sizes are checked.
    static let checked: Set<String> = [
        "trade", "quote", "book_snapshot", "book_delta", "order", "order_snapshot",
    ]

    /// A document as its fields.
    typealias Document = [String: NSObject]

    /// What became of a frame.
    struct Answer {
        let documents: [Document]
        let notes: DescriptiveNumbers
    }

    /// A number of a frame, what it fills, and the frame with another in its place.
    struct Place {
        /// The number's text.
        let text: String
        /// Types of the documents that it changes, and the fields.
        let types: Set<String>
        let fields: Set<String>
        /// What the frame becomes as it stands.
        let original: Answer
        /// The frame with another text in the number's place, quoted as it was; or between quotes in any case.
        let replaced: (String, Bool) -> Result<Answer, DecodeError>
    }

    /// Calls `body` with every number of a fixture that fills a field.
    static func visit(_ fixture: Fixture, _ body: (Place) throws -> Void) throws {
        guard let venue = VenueRegistry.venue(named: fixture.venue) else { return }
        var decoder = venue.makeDecoder(for: fixture.product)
        for frame in try fixture.frames() {
            let before = decoder
            let bytes = Array(frame.text.utf8)
            guard case .success(let original) = answer(bytes, frame.context, by: &decoder) else { continue }
            for (range, isQuoted) in numbers(in: bytes) {
                func replaced(_ text: String, _ forcesQuotes: Bool) -> Result<Answer, DecodeError> {
                    let quotes = forcesQuotes && !isQuoted ? "\"" : ""
                    var copy = before
                    let changed = bytes[..<range.lowerBound] + Array("\(quotes)\(text)\(quotes)".utf8)
                    return answer(Array(changed + bytes[range.upperBound...]), frame.context, by: &copy)
                }
                let text = String(decoding: bytes[range], as: UTF8.self)
                // A number a little off shows what the place is for; whole numbers alone are times, ids and sequences.
                let other =
                    text.contains { "eE".contains($0) } ? "0.000123" : text + (text.contains(".") ? "" : ".0") + "00123"
                guard case .success(let changed) = replaced(other, false),
                    changed.documents.count == original.documents.count
                else { continue }
                var (types, fields) = (Set<String>(), Set<String>())
                for (old, new) in zip(original.documents, changed.documents) where old != new {
                    types.insert(old["type"] as? String ?? "")
                    fields.formUnion(new.filter { old[$0.key] != $0.value }.keys)
                }
                guard !fields.isEmpty else { continue }
                try body(Place(text: text, types: types, fields: fields, original: original, replaced: replaced))
            }
        }
    }

    /// Decodes one frame.
    private static func answer(
        _ bytes: [UInt8], _ context: FrameContext, by decoder: inout any FrameDecoder
    ) -> Result<Answer, DecodeError> {
        var batch = EventBatch()
        batch.source = "primary"
        batch.receiveTime = context.receiveTime
        var buffer = FrameBuffer()
        do throws(DecodeError) {
            let copied = bytes.withUnsafeBytes { raw in Result { () throws(DecodeError) in try buffer.assign(raw) } }
            try copied.get()
            _ = try decoder.decode(buffer, context: context, into: &batch)
        } catch {
            return .failure(error)
        }
        var encoder = DocumentEncoder()
        var writer = JSONWriter()
        var documents: [Document] = []
        for index in 0..<batch.count {
            writer.removeAll()
            encoder.encode(batch.entries[index], of: batch, to: &writer)
            let object = try? JSONSerialization.jsonObject(with: Data(writer.string.utf8)) as? Document
            documents.append(object ?? [:])
        }
        return .success(Answer(documents: documents, notes: batch.descriptive))
    }

    /// Where numbers stand in a frame, without their quotes.
    private static func numbers(in bytes: [UInt8]) -> [(Range<Int>, isQuoted: Bool)] {
        var found: [(Range<Int>, Bool)] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\"") {
                let start = index + 1
                index = start
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard index < bytes.count else { break }
                // A name has a colon behind it.
                let isName = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: ":")
                if !isName, (try? Decimal(parsing: bytes[start..<index])) != nil { found.append((start..<index, true)) }
            } else if bytes[index] &- 0x30 < 10 || bytes[index] == UInt8(ascii: "-") {
                let start = index
                while index < bytes.count, "0123456789+-.eE".utf8.contains(bytes[index]) { index += 1 }
                found.append((start..<index, false))
                continue
            }
            index += 1
        }
        return found
    }
}
