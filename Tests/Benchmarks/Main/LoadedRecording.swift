import Foundation
import MarketData
import TestSupport
import VenueKit
import Venues

/// The frames of a recording in one block of memory, so that reading them is not part of the measurement.
struct LoadedRecording: ~Copyable {
    /// One frame to load.
    struct Frame {
        /// The bytes.
        var bytes: Data
        /// The contents of the raw record's headers.
        var context: FrameContext
    }

    /// The name of the recording.
    let name: String
    /// The venue of the frames.
    let venue: any Venue
    /// The product of the connection.
    let product: Product
    /// The context of each frame.
    let contexts: [FrameContext]
    private let ranges: [Range<Int>]
    private let bytes: UnsafeMutableRawBufferPointer

    /// The total size of all frames in bytes.
    var byteCount: Int { bytes.count }

    /// The number of frames.
    var count: Int { ranges.count }

    /// Copies the frames into one block.
    init(name: String, venue: any Venue, product: Product, frames: [Frame]) {
        self.name = name
        self.venue = venue
        self.product = product
        contexts = frames.map(\.context)
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: frames.reduce(0) { $0 + $1.bytes.count }, alignment: 64)
        var ranges: [Range<Int>] = []
        var offset = 0
        for frame in frames {
            frame.bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(rebasing: bytes[offset..<offset + source.count]).copyMemory(from: source)
            }
            ranges.append(offset..<offset + frame.bytes.count)
            offset += frame.bytes.count
        }
        self.ranges = ranges
        self.bytes = bytes
    }

    /// Reads a recording in the format of frames/README. Fails if its venue is unknown.
    init?(_ recording: Recording) throws {
        guard let venue = VenueRegistry.venue(named: recording.venue) else { return nil }
        let frames = try recording.frames().map { Frame(bytes: $0.bytes, context: $0.context) }
        self.init(name: recording.name, venue: venue, product: recording.product, frames: frames)
    }

    deinit { bytes.deallocate() }

    /// One frame's bytes.
    func frame(_ index: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[ranges[index]]) }

    /// Only the frames at `indices`.
    func selecting(_ indices: [Int]) -> LoadedRecording {
        LoadedRecording(
            name: name, venue: venue, product: product,
            frames: indices.map { Frame(bytes: Data(frame($0)), context: contexts[$0]) })
    }

    /// Replaces each occurrence of a text by another text of equal length.
    private static func overwrite(_ old: String, with new: String, in bytes: UnsafeMutableRawBufferPointer) {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        var place = 0
        while place + old.count <= bytes.count {
            if bytes[place] == old[0], bytes[place..<place + old.count].elementsEqual(old) {
                bytes[place..<place + new.count].copyBytes(from: new)
                place += old.count
            } else {
                place += 1
            }
        }
    }

    /// The same frames with another symbol whose name has equal length, in the venue's spelling and in lower case.
    func renaming(_ symbol: String, to other: String) -> LoadedRecording {
        precondition(symbol.utf8.count == other.utf8.count)
        let names = [(symbol, other), (symbol.lowercased(), other.lowercased())]
        let frames = (0..<count).map { index in
            var bytes = Data(frame(index))
            var context = contexts[index]
            for (name, new) in names {
                bytes.withUnsafeMutableBytes { Self.overwrite(name, with: new, in: $0) }
                if !context.request.isEmpty { context.request.replace(name, with: new) }
            }
            return Frame(bytes: bytes, context: context)
        }
        return LoadedRecording(name: name, venue: venue, product: product, frames: frames)
    }
}
