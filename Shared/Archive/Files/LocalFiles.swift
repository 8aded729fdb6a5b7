import Glibc

/// The file system operations of the archive. Each is durable when it returns.
package enum LocalFiles {
    /// Creates a folder and its missing parents, durably.
    package static func makeFolder(_ path: String) throws(ArchiveError) {
        var changed: Set<String> = []
        try makeFolder(path, changed: &changed)
        for folder in changed { try syncFolder(folder) }
    }

    /// Creates a folder and its missing parents. Adds the folders with new entries to `changed`; the caller must sync them.
    private static func makeFolder(_ path: String, changed: inout Set<String>) throws(ArchiveError) {
        if mkdir(path, 0o755) != 0 {
            switch errno {
            case EEXIST: return
            case ENOENT where parent(of: path) != path:
                try makeFolder(parent(of: path), changed: &changed)
                guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .system("mkdir", path, errno) }
            case let code: throw .system("mkdir", path, code)
            }
        }
        changed.insert(parent(of: path))
    }

    /// Syncs the entries of a folder to the device.
    package static func syncFolder(_ path: String) throws(ArchiveError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", path, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("fsync", path, errno) }
    }

    /// The bytes of a file; nil if it does not exist.
    package static func read(_ path: String) throws(ArchiveError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system("open", path, errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("read", path, errno) }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Replaces a file atomically.
    package static func replace(_ path: String, with bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        let temporary = path + ".writing"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system("open", temporary, errno) }
        do throws(ArchiveError) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor, temporary)
            guard fsync(descriptor) == 0 else { throw .system("fsync", temporary, errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw .system("rename", path, errno) }
        try syncFolder(parent(of: path))
    }

    /// Moves files to their places. If a place is taken by another file, the name gets `.2`, `.3`, … before `ending`. Files are
    /// never replaced. A staged file that no longer exists was moved before.
    ///
    /// All links are created before the first folder is synced. A journaling file system then writes them together; a sync
    /// after each link would cost one write per file.
    ///
    /// - Parameter placed: called with the places when they are durable, before the staged names are removed. If it fails, the
    ///   move is repeated.
    package static func move(
        _ files: [(from: String, to: String)], ending: String,
        placed: ([String]) throws(ArchiveError) -> Void = { _ in }
    ) throws(ArchiveError) {
        var changed: Set<String> = []
        var linked: [String] = []
        var places: [String] = []
        for file in files where try exists(file.from) {
            places.append(try place(file.from, at: file.to, ending: ending, changed: &changed))
            changed.insert(parent(of: file.to))
            linked.append(file.from)
        }
        for folder in changed { try syncFolder(folder) }
        try placed(places)
        for staged in linked {
            guard unlink(staged) == 0 || errno == ENOENT else { throw .system("unlink", staged, errno) }
        }
    }

    /// Creates the folder, links the file into it, and returns its place. If files are kept only for a limited time, another
    /// thread may remove the empty folder in between. Then both steps are repeated.
    private static func place(
        _ staged: String, at path: String, ending: String, changed: inout Set<String>
    ) throws(ArchiveError) -> String {
        for _ in 1..<3 {
            try makeFolder(parent(of: path), changed: &changed)
            do throws(ArchiveError) {
                return try link(staged, to: path, ending: ending)
            } catch {
                guard error.isNotFound else { throw error }
            }
        }
        try makeFolder(parent(of: path), changed: &changed)
        return try link(staged, to: path, ending: ending)
    }

    /// Gives a file a second name and returns it. Unlike a rename, a link fails if the name is taken.
    private static func link(_ staged: String, to path: String, ending: String) throws(ArchiveError) -> String {
        var target = path
        var number = 1
        while Glibc.link(staged, target) != 0 {
            guard errno == EEXIST else { throw .system("link", target, errno) }
            if areSame(staged, target) { return target }  // linked before a crash
            number += 1
            target = path.hasSuffix(ending) ? "\(path.dropLast(ending.count)).\(number)\(ending)" : "\(path).\(number)"
        }
        return target
    }

    private static func exists(_ path: String) throws(ArchiveError) -> Bool {
        if access(path, F_OK) == 0 { return true }
        if errno == ENOENT { return false }
        throw .system("access", path, errno)
    }

    /// Removes every file in a folder.
    package static func removeFiles(in folder: String) throws(ArchiveError) {
        try forEachName(in: folder) { name throws(ArchiveError) in
            guard unlink("\(folder)/\(name)") == 0 else { throw .system("unlink", "\(folder)/\(name)", errno) }
        }
    }

    /// Calls `body` with every name in a folder, in no order.
    package static func forEachName(
        in folder: String, _ body: (String) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        guard let directory = opendir(folder) else { throw .system("open", folder, errno) }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { name in
                String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            try body(name)
        }
    }

    /// Removes a file. It is not an error if the file does not exist.
    package static func remove(_ path: String) throws(ArchiveError) {
        guard unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else { throw .system("unlink", path, errno) }
    }

    /// The size of a file in bytes; nil if it cannot be determined.
    package static func size(_ path: String) -> Int? {
        var information = stat()
        return stat(path, &information) == 0 ? Int(information.st_size) : nil
    }

    /// Whether a folder of that name exists.
    package static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// The target of a symbolic link; nil if there is none.
    package static func target(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(PATH_MAX)) { buffer in
            let count = readlink(path, buffer.baseAddress!, buffer.count)
            return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    /// The folder that a path lies in.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String
    ) throws(ArchiveError) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system("write", path, count < 0 ? errno : ENOSPC) }
            written += count
        }
    }

    private static func areSame(_ first: String, _ second: String) -> Bool {
        var one = stat()
        var other = stat()
        return stat(first, &one) == 0 && stat(second, &other) == 0 && one.st_ino == other.st_ino
            && one.st_dev == other.st_dev
    }
}
