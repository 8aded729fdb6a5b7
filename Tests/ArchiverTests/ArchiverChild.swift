import Base
import Foundation
import Kafka
import Runtime

@testable import ArchiverCore

/// An archiver in a process that kills itself as `kill -9` would: nothing is flushed, closed or committed.
enum ArchiverChild {
    /// Runs until more files have appeared than there were, and a random time longer.
    static func runUntilKilled(
        servers: String, group: String, root: String, waitMilliseconds: Int
    ) throws {
        let service = ArchiverService(
            try ServiceBench.config(group: group, root: root, extra: "max_rows_per_file: 3"),
            kafka: ServiceBench.kafka(servers), logger: ServiceBench.logger, metrics: MetricsRegistry())
        WorkerThread.detach(name: "killer") {
            let state = URL(filePath: root)
            func files() -> Int {
                FileManager.default.enumerator(at: state, includingPropertiesForKeys: nil)?.reduce(into: 0) {
                    count, url in
                    if (url as? URL)?.pathExtension == "parquet" { count += 1 }
                } ?? 0
            }
            let start = files()
            while files() == start { usleep(1000) }
            usleep(UInt32(waitMilliseconds) * 1000)
            kill(getpid(), SIGKILL)
        }
        try service.run(until: ShutdownSignal())
    }
}
