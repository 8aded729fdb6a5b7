import Foundation
import MarketData
import TestSupport
import VenueKit
import Venues

/// A recording's frames side by side in memory, so that reading them is no part of what is measured.
struct LoadedRecording: ~Copyable {
    /// One frame on its way in.
    struct Frame {
        /// The bytes.
        var bytes: Data
        /// What the raw record's headers would say.
        var context: FrameContext
    }

    /// What the recording is called.
    let name: String
    /// Whose frames they are.
    let venue: any Venue
    /// The kind of market of the connection.
    let product: Product
    /// How each frame arrived.
    let contexts: [FrameContext]
    private let ranges: [Range<Int>]
    private let bytes: UnsafeMutableRawBufferPointer

    /// Bytes of all frames.
    var byteCount: Int { bytes.count }

    /// How many frames there are.
    var count: Int { ranges.count }

    /// Lays the frames side by side.
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

    /// Reads a recording of frames/README; nil where its venue is not known.
    init?(_ recording: Recording) throws {
        guard let venue = VenueRegistry.venue(named: recording.venue) else { return nil }
        let frames = try recording.frames().map { Frame(bytes: $0.bytes, context: $0.context) }
        self.init(name: recording.name, venue: venue, product: recording.product, frames: frames)
    }

    deinit { bytes.deallocate() }

    /// One frame's bytes.
    func frame(_ index: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[ranges[index]]) }

    /// The frames at `indices` alone.
    func selecting(_ indices: [Int]) -> LoadedRecording {
        LoadedRecording(
            name: name, venue: venue, product: product,
            frames: indices.map { Frame(bytes: Data(frame($0)), context: contexts[$0]) })
    }

    /// Writes a text of equal length over each place of another.
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

    /// The same frames of another symbol, with names of equal length, as the venue writes them and in small letters.
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
