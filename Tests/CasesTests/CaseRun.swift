import Foundation
import JSON
import MarketData
import NormalizerCore
import TestSupport
import TrialSupport
import VenueKit

/// What the system makes of a case: the hearts of all services, one behind the other, with a clock in memory.
final class CaseRun {
    /// The system behind the normalizer.
    let system = MemorySystem()
    /// Frames, and entries of frames, that could not be understood, as `code: text`.
    private(set) var deadLetters: [String] = []
    private var normalizer = FrameNormalizer()
    /// Just behind the times that the cases' venues name.
    private var now: Int64 = 1_796_072_004_000_000_000

    /// Plays a case, and lets some seconds pass.
    init(_ number: String) throws {
        for step in try CaseFile(number).steps {
            switch step {
            case .frame(let frame): take(frame)
            case .pass(let nanoseconds): pass(nanoseconds)
            }
        }
        pass(3_000_000_000)
    }

    private func take(_ frame: CaseFile.Frame) {
        Array(frame.text.utf8).withUnsafeBytes { value in
            Array(frame.key.utf8).withUnsafeBytes { key in
                let raw = RawFrame(
                    value: value, key: key, kind: frame.kind, product: frame.product, session: frame.session,
                    receiveTime: Timestamp(nanoseconds: now), request: frame.request)
                do throws(NormalizeFailure<Never>) {
                    _ = try normalizer.normalize(raw) { (document: FrameNormalizer.Document) throws(Never) in
                        system.publish(Array(document.value), kind: document.kind, at: now)
                    }
                } catch {
                    if case .undecodable(let error) = error { deadLetters.append("\(error.code): \(error)") }
                }
            }
        }
        for entry in normalizer.oddEntries { deadLetters.append("\(entry.error.code): \(entry.error)") }
        run()
    }

    private func run() {
        system.runDedup(at: now)
        system.commitDedup()
        system.runSignals(at: now)
    }

    /// Lets time pass.
    func pass(_ nanoseconds: Int64) {
        let end = now + nanoseconds
        while now < end {
            now = min(end, now + 100_000_000)
            run()
        }
    }

    /// The one stream's documents of a type, as objects.
    func documents(_ type: String) throws -> [[String: Any]] {
        try system.market.compactMap { record in
            let object = try JSONSerialization.jsonObject(with: Data(record.value)) as? [String: Any]
            return object?["type"] as? String == type ? object : nil
        }
    }

    /// The last sequences of a symbol's book changes, in the order of the stream.
    func sequences(_ symbol: String) throws -> [Int] {
        try documents("book_delta").filter { $0["symbol"] as? String == symbol }
            .compactMap { $0["last_sequence"] as? Int }
    }

    /// The gaps of a symbol, as `reason from…to`.
    func gaps(_ symbol: String) -> [String] {
        system.gaps.filter { $0.symbol == symbol }.map { gap in
            "\(gap.reason) \(gap.range.lowerBound)…\(gap.range.upperBound)"
        }
    }
}
