import DedupCore
import Documents
import JSON
import MarketData

/// Dedup's heart: a document a line, and now and then another process that goes on with what the one before has saved.
struct DedupFuzz: ~Copyable {
    /// After so many documents the process ends.
    private static let life = 3

    private let limits = DedupLimits()
    private var deduplicator = Deduplicator()
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var frame = FrameBuffer(minimumCapacity: 16)
    private var changelog: [String: [UInt8]] = [:]
    private var now: Int64 = 1_700_000_000_000_000_000
    private var count = 0

    init() {}

    /// Takes a document.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) {
        let bytes = UnsafeRawBufferPointer(line)
        batch.removeAll()
        guard (try? frame.assign(bytes)) != nil, (try? decoder.decode(frame, into: &batch)) != nil else { return }
        now += 1_000_000_000
        count += 1
        let kind = batch.entries[0].kind
        let verdict = admit(bytes)
        guard count % Self.life == 0 else { return }
        restart()
        // The batch is empty now, as the symbols' numbers are others.
        guard (try? decoder.decode(frame, into: &batch)) != nil else { fatalError("a document is read once only") }
        let again = admit(bytes)
        if verdict == .pass, kind != .book, kind != .order, kind != .orderSnapshot, again != .duplicate {
            fatalError("the same document went out again behind a restart: \(again)")
        }
    }

    private mutating func admit(_ bytes: UnsafeRawBufferPointer) -> Deduplicator.Verdict {
        var released: [Release] = []
        let verdict = deduplicator.admit(
            batch.entries[0], of: batch, document: bytes, now: now, released: &released)
        deduplicator.release(now: now, into: &released)
        for release in released {
            switch release {
            case .document(let document): _ = document.markedBytes
            case .gap(let gap): if gap.to < gap.from { fatalError("a gap ends before it begins: \(gap)") }
            case .coverage(let notice): if notice.end < notice.start { fatalError("a minute ends before it begins") }
            case .snapshotWanted: break
            }
        }
        return verdict
    }

    private mutating func restart() {
        // What waits goes out, and minutes end.
        var released: [Release] = []
        deduplicator.release(now: now + 180_000_000_000, into: &released)
        var changes: [(String, [UInt8]?)] = []
        deduplicator.saveChanges(batch.symbols) { key, value in changes.append((key, value)) }
        for (key, value) in changes { changelog[key] = value }
        var saved = SavedState()
        for (key, value) in changelog {
            Array(key.utf8).withUnsafeBytes { key in
                value.withUnsafeBytes { saved.take(key, $0, isTombstone: false) }
            }
        }
        batch = EventBatch()
        decoder = DocumentDecoder()
        now += 180_000_000_000
        deduplicator = saved.restore(limits, symbols: &batch.symbols, now: now) { record in
            fatalError("dedup cannot read what it saved: \(record.error)")
        }
    }
}
