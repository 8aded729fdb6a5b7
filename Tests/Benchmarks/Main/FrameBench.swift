import Foundation
import MarketData
import TestSupport

/// `tapedeck-bench frames`: the cost of a frame, per recording and stage.
struct FrameBench {
    private let options: BenchOptions
    private let report: FrameReport

    init(_ options: BenchOptions) {
        self.options = options
        report = FrameReport(isJSON: options.isJSON)
    }

    /// Runs the measurements that the options select.
    func run() throws {
        var gate = AllocationGate()
        if let prepared = options.prepared { return try measure(try prepared.load(), &gate) }
        guard Recordings.folder != nil else { throw BenchError.noFrames }
        for recording in Recording.books
        where options.recording.isEmpty || recording.name.contains(options.recording) {
            guard let loaded = try LoadedRecording(recording) else { continue }
            try measure(loaded, &gate)
        }
        try gate.finish()
    }

    private func measure(_ recording: consuming LoadedRecording, _ gate: inout AllocationGate) throws {
        let name = recording.name
        var bench = DecodeBench(recording)
        if let kind = options.kind {
            bench = DecodeBench(bench.recording.selecting(bench.frames(ofKinds: [kind])))
            guard bench.frameCount > 0 else { return }
        }
        try report.write(name, bench.summary())
        for stage in options.stages {
            let measurement = Measurement.of(count: bench.frameCount, seconds: options.seconds) {
                bench.startSession()
            } frames: {
                bench.take($0, through: stage)
            }
            gate.judge(name, stage: stage, measurement)
            try report.write(
                name, stage: stage, measurement, frames: bench.frameCount, bytes: bench.byteCount,
                events: bench.events)
        }
    }
}
