import Archive
import Glibc

/// A queue of archive files on disk, oldest first. Each entry is a symbolic link whose target is the file's path in the
/// archive.
///
/// `<folder>/<hour>/<nanoseconds since 1970>-<file name>.link`: the hour's folder is removed when it is empty, so that a queue
/// that was once long does not stay slow. Any process may add entries; only one removes them.
struct FileQueue: Sendable {
    /// A file in the queue.
    struct Entry: Sendable, Hashable {
        /// The hour's folder.
        let hour: Int64
        /// The link's name.
        let name: String
        /// The file's path in the archive.
        let path: String

        /// When it was added to the queue, in nanoseconds.
        var time: Int64 { FileQueue.time(of: name) }
    }

    private let folder: String

    private static let nanosecondsAnHour: Int64 = 3_600_000_000_000
    /// The number of digits of the time at the beginning of a name. Names sort by time until the year 2286.
    private static let digits = 19
    /// No reader's pattern matches it.
    private static let ending = ".link"

    /// Opens the queue in a folder and creates the folder if it is missing.
    init(_ folder: String) throws(ArchiveError) {
        self.folder = folder
        try LocalFiles.makeFolder(folder)
    }

    /// Adds files by their paths in the archive. This is durable unless the caller syncs many at once with `sync`.
    func add(_ paths: [String], at now: Int64, syncs: Bool = true) throws(ArchiveError) {
        guard !paths.isEmpty else { return }
        let hour = folder(of: now)
        try LocalFiles.makeFolder(hour)
        for path in paths {
            let name = path.split(separator: "/").last ?? ""
            let link = "\(hour)/\(Self.padded(now))-\(name)\(Self.ending)"
            // An existing name belongs to the same file, because it contains topic, partition and first offset.
            guard symlink(path, link) == 0 || errno == EEXIST else { throw .system("symlink", link, errno) }
        }
        if syncs { try LocalFiles.syncFolder(hour) }
    }

    /// Syncs all added entries to the device.
    func sync() throws(ArchiveError) {
        for hour in try hours() { try LocalFiles.syncFolder("\(folder)/\(hour)") }
    }

    /// At most `limit` of the oldest files that were added before `end`. Removes the empty folders of past hours.
    func oldest(_ limit: Int, before end: Int64 = .max, now: Int64) throws(ArchiveError) -> [Entry] {
        var entries: [Entry] = []
        for hour in try hours() {
            var names: [String] = []
            var isEmpty = true
            try LocalFiles.forEachName(in: "\(folder)/\(hour)") { name in
                isEmpty = false
                guard Self.time(of: name) < end else { return }
                names.append(name)
                // An hour may have more entries than should be in memory.
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

    /// The number of files, and when the oldest one was added.
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

    /// Removes a file from the queue. It is not an error if it was removed before.
    func remove(_ entry: Entry) throws(ArchiveError) {
        let link = path(of: entry)
        guard unlink(link) == 0 || errno == ENOENT else { throw .system("unlink", link, errno) }
    }

    /// Moves a file to another queue atomically, as if it had been added there at `time`.
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
