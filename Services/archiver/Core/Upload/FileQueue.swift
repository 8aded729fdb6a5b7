import Archive
import Glibc

/// Files of the archive that something is still to be done with, oldest first, kept in a folder on the disk: each is a symbolic
/// link whose text is the file's path in the archive.
///
/// `<folder>/<hour>/<nanoseconds since 1970>-<file name>.link`: the hour's folder goes when it is empty, so a queue that was long
/// once is not slow for ever. Any process may add; one takes out.
struct FileQueue: Sendable {
    /// A file in the queue.
    struct Entry: Sendable, Hashable {
        /// The hour's folder.
        let hour: Int64
        /// The link's name.
        let name: String
        /// The file's path in the archive.
        let path: String

        /// Since when it is in the queue, in nanoseconds.
        var time: Int64 { FileQueue.time(of: name) }
    }

    private let folder: String

    private static let nanosecondsAnHour: Int64 = 3_600_000_000_000
    /// Of a time at the beginning of a name: they sort as their times do until the year 2286.
    private static let digits = 19
    /// No reader's pattern matches it.
    private static let ending = ".link"

    /// Opens the queue in a folder, making it if it is missing.
    init(_ folder: String) throws(ArchiveError) {
        self.folder = folder
        try LocalFiles.makeFolder(folder)
    }

    /// Adds files by their paths in the archive, durably unless `sync` is called for many at once.
    func add(_ paths: [String], at now: Int64, syncs: Bool = true) throws(ArchiveError) {
        guard !paths.isEmpty else { return }
        let hour = folder(of: now)
        try LocalFiles.makeFolder(hour)
        for path in paths {
            let name = path.split(separator: "/").last ?? ""
            let link = "\(hour)/\(Self.padded(now))-\(name)\(Self.ending)"
            // A name that is taken is this file's: a file's name says its topic, partition and first offset.
            guard symlink(path, link) == 0 || errno == EEXIST else { throw .system("symlink", link, errno) }
        }
        if syncs { try LocalFiles.syncFolder(hour) }
    }

    /// Waits until the device has all that was added.
    func sync() throws(ArchiveError) {
        for hour in try hours() { try LocalFiles.syncFolder("\(folder)/\(hour)") }
    }

    /// The oldest files, `limit` at most, that came before `end`. Empty folders of hours that are over are removed.
    func oldest(_ limit: Int, before end: Int64 = .max, now: Int64) throws(ArchiveError) -> [Entry] {
        var entries: [Entry] = []
        for hour in try hours() {
            var names: [String] = []
            var isEmpty = true
            try LocalFiles.forEachName(in: "\(folder)/\(hour)") { name in
                isEmpty = false
                guard Self.time(of: name) < end else { return }
                names.append(name)
                // An hour may hold more than memory should.
                if names.count >= 2 * limit { names = Array(names.sorted().prefix(limit)) }
            }
            for name in names.sorted().prefix(limit - entries.count) {
                if let path = LocalFiles.target("\(folder)/\(hour)/\(name)") {
                    entries.append(Entry(hour: hour, name: name, path: path))
                }
            }
            if isEmpty, hour < now / Self.nanosecondsAnHour - 1 { rmdir("\(folder)/\(hour)") }
            if entries.count == limit { break }
        }
        return entries
    }

    /// How many files there are, and since when the oldest is.
    func census() throws(ArchiveError) -> (count: Int, oldest: Int64?) {
        var count = 0
        var oldest: Int64?
        for hour in try hours() {
            try LocalFiles.forEachName(in: "\(folder)/\(hour)") { name in
                count += 1
                oldest = min(oldest ?? .max, Self.time(of: name))
            }
        }
        return (count, oldest)
    }

    /// Takes a file out; one that is gone already was taken out before.
    func remove(_ entry: Entry) throws(ArchiveError) {
        let link = path(of: entry)
        guard unlink(link) == 0 || errno == ENOENT else { throw .system("unlink", link, errno) }
    }

    /// Moves a file into another queue in one step, as if it had come there at `time`.
    func move(_ entry: Entry, to other: FileQueue, at time: Int64) throws(ArchiveError) {
        let hour = other.folder(of: time)
        try LocalFiles.makeFolder(hour)
        let target = "\(hour)/\(Self.padded(time))\(entry.name.dropFirst(Self.digits))"
        guard rename(path(of: entry), target) == 0 || errno == ENOENT else { throw .system("rename", target, errno) }
    }

    private func path(of entry: Entry) -> String { "\(folder)/\(entry.hour)/\(entry.name)" }

    private func folder(of time: Int64) -> String { "\(folder)/\(time / Self.nanosecondsAnHour)" }

    private func hours() throws(ArchiveError) -> [Int64] {
        var hours: [Int64] = []
        try LocalFiles.forEachName(in: folder) { if let hour = Int64($0) { hours.append(hour) } }
        return hours.sorted()
    }

    private static func time(of name: String) -> Int64 { Int64(name.prefix(digits)) ?? 0 }

    private static func padded(_ time: Int64) -> String {
        let text = String(time)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
