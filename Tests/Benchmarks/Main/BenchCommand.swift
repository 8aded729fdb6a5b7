import Foundation
import TestSupport

/// `make bench`: what the work costs. Tests/Benchmarks/README.md says how to read it.
@main
enum BenchCommand {
    static func main() {
        do {
            let options = try BenchOptions(
                CommandLine.arguments.dropFirst(), environment: ProcessInfo.processInfo.environment)
            switch options.subcommand {
            case .frames: try FrameBench(options).run()
            case .pipeline:
                guard let servers = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"] else {
                    throw BenchError.noKafka
                }
                let recording = Recording.books.first { $0.name.contains("usdm") } ?? Recording.books[0]
                try PipelineBench(servers: servers, recording: recording, passes: 4).run()
            }
        } catch {
            FileHandle.standardError.write(Data("tapedeck-bench: \(error)\n".utf8))
            exit(1)
        }
    }
}
