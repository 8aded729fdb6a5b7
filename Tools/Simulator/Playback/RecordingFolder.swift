import Glibc
import MarketData
import VenueKit

/// Finds recordings and determines their venue and product.
enum RecordingFolder {
    private static let endings = [".frames.jsonl", ".frames.jsonl.gz"]

    /// All recordings of the given venues, by feed; several recordings of one feed are joined in the order of their names.
    ///
    /// - Parameter paths: folders `<venue>/<source>/…`, any folders below them, or files.
    static func read(_ paths: [String], venues: [any Venue]) throws(SimulatorError) -> [FeedKey: Recording] {
        var recordings: [FeedKey: Recording] = [:]
        for path in paths {
            let files = endings.contains { path.hasSuffix($0) } ? [path] : walk(path).sorted()
            var isEmpty = true
            for file in files {
                guard let venue = venue(of: file, venues) else { continue }
                isEmpty = false
                for (key, recording) in try read(file, of: venue) {
                    recordings[key, default: Recording()].append(recording)
                }
            }
            guard !isEmpty else { throw .unreadable(file: path, reason: "no recordings of a known venue there") }
        }
        // Bodies alone (a list of instruments) are not a feed: its market stays synthetic.
        return recordings.filter { $0.value.hasFrames }
    }

    /// The venue in the path: the innermost folder with a venue's name.
    private static func venue(of file: String, _ venues: [any Venue]) -> (any Venue)? {
        for part in file.split(separator: "/").dropLast().reversed() {
            if let venue = venues.first(where: { $0.name == part }) { return venue }
        }
        return nil
    }

    /// Reads one file. Its frames go to one feed, and each body goes to the feed in its address, or otherwise to the same one.
    /// Without any information the venue's first product is used.
    private static func read(_ file: String, of venue: any Venue) throws(SimulatorError) -> [FeedKey: Recording] {
        guard let ending = endings.first(where: { file.hasSuffix($0) }) else { return [:] }
        let simulation = venue.makeSimulation(for: venue.products[0])
        let reader = RecordingReader(stem: String(file.dropLast(ending.count)), simulation: simulation)
        let whole = try reader.read()
        let named = simulation.product(ofRecordingAt: reader.address(), file: file, symbol: whole.firstSymbol)
        let product = named ?? venue.products[0]
        return whole.split { target in
            let own = simulation.product(ofRecordingAt: target, file: "", symbol: "") ?? product
            return FeedKey(venue: venue.name, product: own)
        } frames: {
            FeedKey(venue: venue.name, product: product)
        }
    }

    private static func walk(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var files: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard !name.hasPrefix(".") else { continue }
            let child = path.hasSuffix("/") ? path + name : path + "/" + name
            if endings.contains(where: { name.hasSuffix($0) }) {
                files.append(child)
            } else if isFolder(child) {
                files += walk(child)
            }
        }
        return files
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
