import Foundation
import JSON
import MarketData
import TestSupport
import Testing
import VenueKit

/// Decodes a whole recording and counts what came out.
struct RecordingCheck {
    /// Events by kind.
    private(set) var events: [EventKind: Int] = [:]
    /// Frames by outcome.
    private(set) var outcomes: [FrameOutcome: Int] = [:]
    /// Errors by line.
    private(set) var errors: [Int: DecodeError] = [:]

    /// Decodes all frames of one connection; a frame that fails leaves the batch as `DecodingPipe` does.
    init(_ frames: [RecordedFrame], venue: any Venue, product: Product) {
        var pipe = DecodingPipe(venue: venue, product: product)
        for frame in frames {
            do throws(DecodeError) {
                let outcome = try pipe.decode(frame.bytes, context: frame.context)
                outcomes[outcome, default: 0] += 1
                for index in 0..<pipe.batch.count { events[pipe.batch.entries[index].kind, default: 0] += 1 }
            } catch {
                errors[frame.line] = error
            }
        }
    }
}
