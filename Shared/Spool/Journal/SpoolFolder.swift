import Glibc

/// The folder of one spool: its file names, and the lock against a second process.
struct SpoolFolder: ~Copyable {
    /// A segment file found in the folder.
    struct Found {
        let sequence: UInt64
        let path: String
    }

    let path: String
    private let lock: Int32
    private static let suffix = ".segment"
    private static let sparePrefix = "spare-"

    /// Creates the folder if it is missing, and locks it for the lifetime of this value.
    init(_ path: String) throws(SpoolError) {
        self.path = path
        try Self.makeFolders(path)
        let lockPath = path + "/lock"
        let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else { throw .disk("create", lockPath, errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .inUse(path: path)
        }
        self.lock = lock
    }

    deinit { close(lock) }

    /// Releases the lock now.
    func unlock() { flock(lock, LOCK_UN) }

    /// The name of a subfolder made from these parts. Characters that a file name cannot contain are written as `%` and two
    /// digits.
    static func name(of parts: [String]) -> String { parts.map(encoded).joined(separator: "-") }

    private static func encoded(_ part: String) -> String {
        var name = ""
        for byte in part.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                name += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return name
    }

    /// The file of a segment. The names sort in the order of the segments.
    func segmentPath(_ sequence: UInt64) -> String {
        let digits = String(sequence, radix: 16)
        return "\(path)/\(String(repeating: "0", count: 16 - digits.count))\(digits)\(Self.suffix)"
    }

    /// The file of a spare, which becomes a segment later.
    func sparePath(_ number: Int) -> String { "\(path)/\(Self.sparePrefix)\(number)" }

    /// The existing segments, oldest first. Spare files are removed.
    func takeStock() throws(SpoolError) -> [Found] {
        guard let folder = opendir(path) else { throw .disk("read", path, errno) }
        defer { closedir(folder) }
        var found: [Found] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(Self.sparePrefix) { unlink("\(path)/\(name)") }
            guard name.hasSuffix(Self.suffix), let sequence = UInt64(name.dropLast(Self.suffix.count), radix: 16)
            else { continue }
            found.append(Found(sequence: sequence, path: "\(path)/\(name)"))
        }
        return found.sorted { $0.sequence < $1.sequence }
    }

    private static func makeFolders(_ path: String) throws(SpoolError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o755) != 0, errno != EEXIST else { continue }
            throw .disk("create", made, errno)
        }
    }
}
