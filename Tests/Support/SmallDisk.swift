import Foundation

/// A file system of its own, small, for as long as the test; nil where this user may not mount one.
public final class SmallDisk: Sendable {
    /// Its folder.
    public let folder: ScratchFolder

    /// Mounts one of so many bytes.
    public init?(bytes: Int) throws {
        folder = try ScratchFolder()
        guard Self.run("mount -t tmpfs -o size=\(bytes) tapedeck-test '\(folder.url.path)'") else { return nil }
    }

    // What is mapped still, by metrics that outlive the producer, keeps nothing back.
    deinit { _ = Self.run("umount -l '\(folder.url.path)'") }

    private static func run(_ command: String) -> Bool { system("\(command) >/dev/null 2>&1") == 0 }

    /// Whether this user may mount one.
    public static let isPossible = (try? SmallDisk(bytes: 65_536)) != nil
}
