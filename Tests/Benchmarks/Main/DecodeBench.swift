import Documents
import JSON
import MarketData
import TestSupport
import VenueKit

/// Frames to events, books and documents, for one recording on one core.
struct DecodeBench: ~Copyable {
    /// The processing of each frame.
    enum Stage: String, CaseIterable {
        /// Frame to events.
        case decode
        /// Frame to events, and book events into one book per symbol.
        case book
        /// Frame to events, and each event to its JSON document.
        case document
    }

    /// The frames.
    let recording: LoadedRecording
    private var decoder: any FrameDecoder
    private var frame = FrameBuffer()
    /// The events of the last frame.
    private(set) var batch = EventBatch()
    private var encoder = DocumentEncoder()
    private var writer = JSONWriter()
    /// One book per symbol, at the index of its `SymbolID`.
    var keepers: [Keeper] = []
    /// The number of events since the session began.
    private(set) var events = 0
    private var documentBytes = 0

    /// A keeper on the heap, because keepers cannot be copied.
    final class Keeper {
        var keeper = BookKeeper()
    }

    init(_ recording: consuming LoadedRecording) {
        decoder = recording.venue.makeDecoder(for: recording.product)
        self.recording = recording
        batch.source = "primary"
    }

    /// The number of frames per pass.
    var frameCount: Int { recording.count }

    /// The number of bytes per pass.
    var byteCount: Int { recording.byteCount }

    /// Begins a new session: a new decoder, no books.
    mutating func startSession() {
        decoder = recording.venue.makeDecoder(for: recording.product)
        keepers.removeAll()
        events = 0
    }

    /// Processes some frames in `stage`; all of them in order make a session.
    mutating func take(_ frames: Range<Int>, through stage: Stage) {
        for index in frames {
            guard decode(index) else { continue }
            events += batch.count
            switch stage {
            case .decode: break
            case .book: applyBooks()
            case .document: writeDocuments()
            }
        }
    }

    /// Decodes one frame into `batch`; returns false if it could not be decoded.
    @inline(__always)
    mutating func decode(_ index: Int) -> Bool {
        batch.removeAll()
        batch.receiveTime = recording.contexts[index].receiveTime
        do {
            try frame.assign(recording.frame(index))
            _ = try decoder.decode(frame, context: recording.contexts[index], into: &batch)
            return true
        } catch {
            return false
        }
    }

    /// Applies the book changes in `batch`.
    @inline(__always)
    mutating func applyBooks() {
        for index in 0..<batch.bookChanges.count {
            let change = batch.bookChanges[index]
            let symbol = Int(change.header.symbol.index)
            while keepers.count <= symbol { keepers.append(Keeper()) }
            _ = keepers[symbol].keeper.apply(change, levels: batch.levels)
        }
    }

    private mutating func writeDocuments() {
        for index in 0..<batch.count {
            writer.removeAll()
            encoder.encode(batch.entries[index], of: batch, to: &writer)
            documentBytes += writer.count
        }
    }
}
