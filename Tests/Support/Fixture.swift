public import Foundation
public import MarketData
public import VenueKit
import Venues

/// A hand-written fixture: frames of one venue and product, and the documents they must become.
///
/// `Tests/Fixtures/<venue>/<product>.<name>.jsonl` holds a frame a line; `#` begins a comment, and `# rest PATH` says that
/// the next frame is the body of that REST request. `….expected.jsonl` beside it holds the documents. Frame n is received
/// at 1800000000000000000 + n milliseconds by the source `primary`.
public struct Fixture: Sendable, CustomStringConvertible {
    /// The file with the frames.
    public let file: URL
    /// The venue's name.
    public let venue: String
    /// The product, from the file's name.
    public let product: Product

    /// `<venue>/<file>`.
    public var description: String { "\(venue)/\(file.lastPathComponent)" }

    /// The file with the documents.
    public var expectedFile: URL {
        file.deletingPathExtension().appendingPathExtension("expected.jsonl")
    }

    /// One frame and how it arrived.
    public struct Frame: Sendable {
        /// The frame's text.
        public let text: String
        /// What the raw record's headers would say.
        public let context: FrameContext
    }

    /// The folder of all fixtures.
    public static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// Every fixture there is, sorted.
    public static let all: [Fixture] = {
        let manager = FileManager.default
        let venues = (try? manager.contentsOfDirectory(atPath: folder.path)) ?? []
        return venues.sorted().flatMap { venue in
            let files = (try? manager.contentsOfDirectory(atPath: folder.appending(path: venue).path)) ?? []
            return files.sorted().compactMap { name -> Fixture? in
                guard name.hasSuffix(".jsonl"), !name.hasSuffix(".expected.jsonl"),
                    let product = Product(name: name.prefix { $0 != "." })
                else { return nil }
                return Fixture(
                    file: folder.appending(path: venue).appending(path: name), venue: venue, product: product)
            }
        }
    }()

    /// The frames in order.
    public func frames() throws -> [Frame] {
        var frames: [Frame] = []
        var request: String?
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("# rest ") {
                request = String(line.dropFirst(7))
            } else if !line.hasPrefix("#") {
                let time = Timestamp(nanoseconds: 1_800_000_000_000_000_000 + Int64(frames.count) * 1_000_000)
                let context = FrameContext(
                    origin: request == nil ? .webSocket : .rest, request: request ?? "", receiveTime: time)
                frames.append(Frame(text: String(line), context: context))
                request = nil
            }
        }
        return frames
    }

    /// The documents that the frames must become.
    public func expectedDocuments() throws -> [String] {
        try String(contentsOf: expectedFile, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// The documents that the frames become.
    public func documents() throws -> [String] {
        guard let venue = VenueRegistry.venue(named: venue) else { return [] }
        var pipe = DecodingPipe(venue: venue, product: product)
        var documents: [String] = []
        for frame in try frames() {
            _ = try pipe.decode(frame.text.utf8, context: frame.context)
            documents += pipe.documents()
        }
        return documents
    }
}
