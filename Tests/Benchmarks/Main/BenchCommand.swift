import Foundation
import TestSupport

/// `make bench`: measures the costs of the services. Tests/Benchmarks/README.md explains the results.
@main
enum BenchCommand {
    static func main() {
        do {
            let options = try BenchOptions(
                CommandLine.arguments.dropFirst(), environment: ProcessInfo.processInfo.environment)
            switch options.subcommand {
            case .frames: try FrameBench(options).run()
            case .allocations: try AllocationBench().run()
            case .pipeline:
                let recording = try TimedRecording.find()
                try PipelineBench(servers: try servers(), recording: recording).run()
            case .dedup: try DedupBench().run()
            case .latency:
                try LatencyBench(
                    servers: try servers(), rate: options.rate, hops: options.hops, warmUp: options.warmUp
                )
                .run()
            case .dedupLatency: try DedupLatencyBench(servers: try servers(), rate: options.rate).run()
            case .restore: try RestoreBench(servers: try servers()).run()
            case .trials: try TrialRun(seeds: options.seeds, first: options.firstSeed, isTraced: options.isTraced).run()
            case .publish:
                let recording = try TimedRecording.find()
                try PublishBench(servers: try servers(), recording: recording).run()
            }
        } catch {
            FileHandle.standardError.write(Data("tapedeck-bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func servers() throws(BenchError) -> String {
        guard let servers = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"] else { throw .noKafka }
        return servers
    }
}
