import Archive
import Base
import ObjectStore
import Runtime

/// Uploads finished files of the archive to S3, on its own thread: nothing else waits for it.
///
/// Failures are retried without limit, with increasing waits; the queue of files is on disk.
final class Uploader: Sendable {
    private let root: String
    private let config: UploadConfig
    private let folders: UploadFolders
    private let metrics: UploadMetrics
    private let state: UploadState
    private let logger: Logger
    private let clock: WallClock
    private let shutdown: ShutdownSignal
    private let ended = ShutdownSignal()

    /// The maximum number of files per batch.
    static let batchFiles = 4096
    /// The interval of checks of an empty queue.
    static let pollMilliseconds = 1000
    /// The interval of attempts to get the lock while another process of the same root holds it.
    static let lockMilliseconds = 5000
    /// The interval of counting a long queue.
    static let censusNanoseconds: Int64 = 10_000_000_000
    /// The interval of retries of files that could not be uploaded.
    static let asideNanoseconds: Int64 = 600_000_000_000

    init(
        _ config: UploadConfig, root: String, folders: UploadFolders, state: UploadState, metrics: MetricsRegistry,
        logger: Logger, clock: WallClock, until shutdown: ShutdownSignal
    ) {
        self.root = root
        self.config = config
        self.folders = folders
        self.state = state
        self.metrics = UploadMetrics(metrics, logger: logger, state: state)
        self.logger = logger
        self.clock = clock
        self.shutdown = shutdown
    }

    /// Starts the thread. It ends when the shutdown is requested; what is left is uploaded by the next start.
    func start() {
        WorkerThread.detach(name: "upload") {
            self.run()
            self.ended.request(reason: "ended")
        }
    }

    /// Waits for the thread's end.
    func waitForEnd() { ended.wait() }

    private func run() {
        var generator = SystemRandomNumberGenerator()
        var backoff = Backoff(firstMilliseconds: 1000, capMilliseconds: 60_000)
        guard let lock = takeLock() else { return }
        defer { lock.release() }
        var store: ObjectStore?
        var isNoted = false
        var nextAside: Int64 = 0
        var nextCensus: Int64 = 0
        while !shutdown.isRequested {
            var wait = Self.pollMilliseconds
            do {
                if !isNoted { isNoted = try noteAll() }
                if clock.now() >= nextAside {
                    try bringBack()
                    nextAside = clock.now() + Self.asideNanoseconds
                }
                if clock.now() >= nextCensus {
                    let count = try tell()
                    nextCensus = count < Self.batchFiles ? 0 : clock.now() + Self.censusNanoseconds
                }
                let round = try round(&store)
                if round.done > 0 { backoff.reset() }
                // A failure ends the connections too: the next round looks for the bucket, and makes it if it is gone.
                if !round.isWhole {
                    store = nil
                    wait = backoff.next(using: &generator)
                } else if round.done == Self.batchFiles {
                    wait = 0
                }
                if nextCensus == 0 { try tell() }
            } catch {
                store = nil
                failed(error)
                wait = backoff.next(using: &generator)
            }
            shutdown.wait(milliseconds: wait)
        }
    }

    /// One process of a root uploads; the others wait for it to end.
    private func takeLock() -> FileLock? {
        while !shutdown.isRequested {
            do throws(ArchiveError) {
                return try FileLock(folders.lock)
            } catch {
                if case .locked = error {} else { failed(error) }
            }
            shutdown.wait(milliseconds: Self.lockMilliseconds)
        }
        return nil
    }

    private func noteAll() throws(ArchiveError) -> Bool {
        if let count = try folders.noteAll(for: config, clock: clock, until: shutdown) {
            logger.info(
                "all files of the archive are compared with the bucket",
                metadata: ["files": "\(count)", "url": "\(config.url)"])
        }
        return !shutdown.isRequested
    }

    private func bringBack() throws(ArchiveError) {
        for entry in try folders.aside.oldest(Self.batchFiles, now: clock.now()) {
            try folders.aside.move(entry, to: folders.waiting, at: entry.time)
        }
    }

    /// Uploads the oldest files, and removes those whose time on the local disk is over.
    private func round(_ store: inout ObjectStore?) throws -> (done: Int, isWhole: Bool) {
        let now = clock.now()
        let waiting = try folders.waiting.oldest(Self.batchFiles, now: now)
        let due =
            try config.keepLocal.map { try folders.uploaded.oldest(Self.batchFiles, before: now - $0, now: now) } ?? []
        guard !waiting.isEmpty || !due.isEmpty else { return (0, true) }
        let connected = try store ?? connect()
        store = connected
        let upload = FileUpload(
            root: root, config: config, store: connected, folders: folders, metrics: metrics, state: state, clock: clock
        )
        let uploaded = UploadBatch.run(waiting, threads: config.connections, until: shutdown) { upload.upload($0) }
        guard uploaded.isWhole else { return uploaded }
        let removed = UploadBatch.run(due, threads: config.connections, until: shutdown) { upload.remove($0) }
        return (max(uploaded.done, removed.done), removed.isWhole)
    }

    private func connect() throws(ObjectStoreError) -> ObjectStore {
        let store = try ObjectStore(config.store)
        try store.makeBucket(config.bucket)
        return store
    }

    /// Counts the waiting files and updates the state. Returns their number.
    @discardableResult
    private func tell() throws(ArchiveError) -> Int {
        let waiting = try folders.waiting.census()
        let aside = try folders.aside.census()
        metrics.backlog.set(waiting.count + aside.count)
        state.waits(waiting.count + aside.count, since: [waiting.oldest, aside.oldest].compactMap { $0 }.min())
        return waiting.count + aside.count
    }

    private func failed(_ error: any Error) {
        let reason =
            switch error {
            case let error as ObjectStoreError: error.reason
            case let error as ArchiveError: error.code
            default: "other"
            }
        metrics.failed(reason, ["url": "\(config.url)", "error": "\(error)"])
        state.failed("\(error)")
    }
}
