import Foundation
import MarketData
import TestSupport
import VenueKit
import Venues

/// Frames chosen by `compare/`, so that both sides of a comparison process exactly the same bytes.
///
/// There is one frame per line: `ws` or `rest`, the request of a REST body (otherwise empty) and the frame, separated by tabs.
struct PreparedFrames {
    /// The file's path.
    let file: String
    /// The venue's name.
    let venue: String
    /// The product's name.
    let product: String

    /// Reads the frames. Their receive times are artificial, a millisecond apart.
    func load() throws -> LoadedRecording {
        guard let venue = VenueRegistry.venue(named: venue) else { throw BenchError.unknown(venue) }
        guard let product = Product(name: product) else { throw BenchError.unknown(product) }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw BenchError.badFile("cannot read \(file)")
        }
        let frames = try data.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
            let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { throw BenchError.badFile("\(file):\(index + 1) has no three fields") }
            let isBody = fields[0].elementsEqual("rest".utf8)
            let context = FrameContext(
                origin: isBody ? .rest : .webSocket, request: String(decoding: fields[1], as: UTF8.self),
                receiveTime: Timestamp(nanoseconds: 1_800_000_000_000_000_000 + Int64(index) * 1_000_000))
            return LoadedRecording.Frame(bytes: fields[2], context: context)
        }
        return LoadedRecording(name: file, venue: venue, product: product, frames: frames)
    }
}
