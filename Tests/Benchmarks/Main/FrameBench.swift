import Foundation
import MarketData
import TestSupport

/// `tapedeck-bench frames`: what a frame costs, per recording and stage.
struct FrameBench {
    private let options: BenchOptions
    private let report: FrameReport

    init(_ options: BenchOptions) {
        self.options = options
        report = FrameReport(isJSON: options.isJSON)
    }

    /// Measures what the options name.
    func run() throws {
        if let prepared = options.prepared { return try measure(try prepared.load()) }
        guard Recordings.folder != nil else { throw BenchError.noFrames }
        for recording in Recording.books
        where options.recording.isEmpty || recording.name.contains(options.recording) {
            guard let loaded = try LoadedRecording(recording) else { continue }
            try measure(loaded)
        }
    }

    private func measure(_ recording: consuming LoadedRecording) throws {
        let name = recording.name
        var bench = DecodeBench(recording)
        if !options.kind.isEmpty {
            bench = DecodeBench(bench.recording.selecting(bench.frames(ofKind: options.kind)))
            guard bench.frameCount > 0 else { return }
        }
        try report.write(name, bench.summary())
        for stage in options.stages {
            let measurement = Measurement.of(count: bench.frameCount, seconds: options.seconds) {
                bench.startSession()
            } frames: {
                bench.take($0, through: stage)
            }
            try report.write(
                name, stage: stage, measurement, frames: bench.frameCount, bytes: bench.byteCount,
                events: bench.events)
        }
    }
}
