import Archive
import Base
import Glibc
import ObjectStore
import Runtime

/// Processes one file: copies it to the bucket, or removes it from the local disk once it is there. Used by several threads.
struct FileUpload: Sendable {
    let root: String
    let config: UploadConfig
    let store: ObjectStore
    let folders: UploadFolders
    let metrics: UploadMetrics
    let state: UploadState
    let clock: WallClock

    /// Uploads a file unless the bucket has it. Returns false if the store or the disk failed, so that other files would fail
    /// too.
    func upload(_ entry: FileQueue.Entry) -> Bool {
        do throws(ArchiveError) {
            let descriptor = open("\(root)/\(entry.path)", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return try leave(entry, code: errno) }
            defer { close(descriptor) }
            return try send(entry, descriptor)
        } catch {
            return failed(error.code, "\(error)", entry)
        }
    }

    /// Removes a file from the local disk if the bucket has it; otherwise it is uploaded again. Returns false like `upload`.
    func remove(_ entry: FileQueue.Entry) -> Bool {
        let path = "\(root)/\(entry.path)"
        do throws(ArchiveError) {
            if let size = LocalFiles.size(path) {
                guard let found = sizeInBucket(entry) else { return false }
                guard found == size else {
                    try folders.uploaded.move(entry, to: folders.waiting, at: clock.now())
                    return true
                }
                try LocalFiles.remove(path)
                metrics.removed.increment()
                removeEmptyFolders(above: path)
            }
            try folders.uploaded.remove(entry)
            return true
        } catch {
            return failed(error.code, "\(error)", entry)
        }
    }

    private func send(_ entry: FileQueue.Entry, _ descriptor: Int32) throws(ArchiveError) -> Bool {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { return try leave(entry, code: errno) }
        guard let found = sizeInBucket(entry) else { return false }
        if found < 0 {
            do throws(ObjectStoreError) {
                metrics.bytes.increment(by: try store.put(key(of: entry), from: descriptor))
                metrics.files.increment()
            } catch {
                if case .file(let code, _) = error { return try leave(entry, code: code) }
                return failed(error.reason, "\(error)", entry)
            }
        } else if found != Int(information.st_size) {
            return try setAside(entry, "taken", "the bucket has another file of this name, of \(found) bytes")
        }
        state.succeeded()
        if config.keepLocal == nil {
            try folders.waiting.remove(entry)
        } else {
            try folders.waiting.move(entry, to: folders.uploaded, at: clock.now())
        }
        return true
    }

    /// The size of the file in the bucket; -1 if it is not there, nil if the store failed.
    private func sizeInBucket(_ entry: FileQueue.Entry) -> Int? {
        do throws(ObjectStoreError) {
            return try store.size(of: key(of: entry)) ?? -1
        } catch {
            _ = failed(error.reason, "\(error)", entry)
            return nil
        }
    }

    /// Handles an unreadable file. A deleted file is forgotten; any other waits for an operator.
    private func leave(_ entry: FileQueue.Entry, code: Int32) throws(ArchiveError) -> Bool {
        guard code == ENOENT else { return try setAside(entry, "file", String(cString: strerror(code))) }
        metrics.failed("gone", ["file": "\(entry.path)"])
        try folders.waiting.remove(entry)
        return true
    }

    private func setAside(_ entry: FileQueue.Entry, _ reason: String, _ text: String) throws(ArchiveError) -> Bool {
        _ = failed(reason, text, entry)
        try folders.waiting.move(entry, to: folders.aside, at: entry.time)
        return true
    }

    private func failed(_ reason: String, _ text: String, _ entry: FileQueue.Entry) -> Bool {
        metrics.failed(reason, ["file": "\(entry.path)", "error": "\(text)"])
        state.failed(text)
        return false
    }

    private func key(of entry: FileQueue.Entry) -> String {
        ([config.bucket] + (config.prefix.isEmpty ? [] : [config.prefix]) + [entry.path]).joined(separator: "/")
    }

    /// Removes the folders of minute, hour and date if they are empty.
    private func removeEmptyFolders(above path: String) {
        var folder = path
        for _ in 0..<3 {
            folder = LocalFiles.parent(of: folder)
            guard rmdir(folder) == 0 else { return }
        }
    }
}
