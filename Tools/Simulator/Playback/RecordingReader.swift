import MarketData
import VenueKit

/// Reads one recording: its frames and the files beside it.
///
/// `<name>.frames.jsonl` has one frame per line; `<name>.index.tsv` has the columns line, kind, receive time in seconds,
/// connection or URL; `<name>.recv_ts.txt` has one receive time per line. Any of them may be compressed (`.gz`).
struct RecordingReader {
    /// The path without `.frames.jsonl[.gz]`.
    let stem: String
    /// Classifies the frames.
    let simulation: any VenueSimulation

    /// A line of the index.
    struct Entry {
        var isBody: Bool
        var time: Int64
        var address: String
    }

    /// Reads the whole recording.
    func read() throws(SimulatorError) -> Recording {
        var recording = Recording()
        recording.bytes = try Self.readEither(stem + ".frames.jsonl")
        let index = try? Self.readEither(stem + ".index.tsv")
        let entries = index.map(Self.entries) ?? [:]
        let times = index == nil ? (try? Self.readEither(stem + ".recv_ts.txt")).map(Self.times) ?? [] : []
        var line = 0
        var start = 0
        while start < recording.bytes.count {
            let end = recording.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? recording.bytes.count
            line += 1
            let time = entries[line]?.time ?? (line <= times.count ? times[line - 1] : nil)
            append(start..<end, entries[line], time, to: &recording)
            start = end + 1
        }
        nameSnapshots(in: &recording)
        // Recordings that are grouped by connection are played in the order of their receive times; Swift's sort is stable.
        if recording.items.allSatisfy({ $0.time != nil }) {
            recording.items.sort { $0.time ?? 0 < $1.time ?? 0 }
        }
        return recording
    }

    private func append(_ range: Range<Int>, _ entry: Entry?, _ time: Int64?, to recording: inout Recording) {
        guard !range.isEmpty else { return }
        if let entry, entry.isBody {
            let target = Self.target(ofURL: entry.address)
            let kind = Recording.Kind.body(target: target, isSnapshot: simulation.snapshotStream(target) != nil)
            return recording.items.append(Recording.Item(kind: kind, range: range, time: time))
        }
        switch recording.bytes.withUnsafeBytes({ simulation.classify(UnsafeRawBufferPointer(rebasing: $0[range])) }) {
        case .stream(let stream):
            recording.items.append(Recording.Item(kind: .frame(stream), range: range, time: time))
        case .bookSnapshot(let symbol):
            let kind = Recording.Kind.body(target: "/depth?symbol=\(symbol)", isSnapshot: true)
            recording.items.append(Recording.Item(kind: kind, range: range, time: time))
        case .control: recording.controlFrames += 1
        }
    }

    /// A snapshot without a symbol in its body belongs to the recording's only symbol.
    private func nameSnapshots(in recording: inout Recording) {
        let symbols = Set(
            recording.items.compactMap { item in
                if case .frame(let stream) = item.kind { stream.symbol } else { nil }
            })
        guard symbols.count == 1, let symbol = symbols.first else { return }
        for index in recording.items.indices
        where recording.items[index].kind == .body(target: "/depth?symbol=", isSnapshot: true) {
            recording.items[index].kind = .body(target: "/depth?symbol=\(symbol.uppercased())", isSnapshot: true)
        }
    }

    // MARK: - Files beside it

    /// The address of the recording's first connection or request; empty if unknown.
    func address() -> String {
        guard let index = try? Self.readEither(stem + ".index.tsv") else { return "" }
        for line in index.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            let columns = text.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count >= 4, columns[1] == "connect" || columns[1] == "http" else { continue }
            return columns[3].split(separator: " ").last.map(String.init) ?? ""
        }
        return ""
    }

    private static func readEither(_ path: String) throws(SimulatorError) -> [UInt8] {
        if let plain = try? GzipFile.read(path) { return plain }
        return try GzipFile.read(path + ".gz")
    }

    private static func entries(_ index: [UInt8]) -> [Int: Entry] {
        var entries: [Int: Entry] = [:]
        for line in index.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            let columns = text.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count >= 4, let number = Int(columns[0]), let seconds = Double(columns[2]) else { continue }
            entries[number] = Entry(
                isBody: columns[1] == "http", time: Int64(seconds * 1e9),
                address: columns[3].split(separator: " ").last.map(String.init) ?? "")
        }
        return entries
    }

    /// Times of 16 digits are microseconds, of 19 nanoseconds.
    private static func times(_ text: [UInt8]) -> [Int64] {
        text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            Int64(String(decoding: line, as: UTF8.self)).map { $0 < 100_000_000_000_000_000 ? $0 * 1000 : $0 }
        }
    }

    /// `https://api.binance.com/api/v3/depth?symbol=X` → `/api/v3/depth?symbol=X`.
    private static func target(ofURL url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count == 4 ? "/" + parts[3] : url
    }
}
