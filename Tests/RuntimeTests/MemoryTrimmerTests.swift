import Base
import Foundation
import Testing

@testable import Runtime

@Suite("Memory that is given back")
struct MemoryTrimmerTests {
    /// Many small pieces, as the records of a backlog are: large ones go back to the system by themselves.
    private final class Backlog: @unchecked Sendable {
        static let bytes = 96 << 20
        private static let pieceBytes = 1024
        private var pieces: [UnsafeMutableRawPointer] = []
        /// Lies above all others, so that the arena cannot shrink by itself.
        private var last: UnsafeMutableRawPointer?

        deinit { last?.deallocate() }

        func fill() {
            for _ in 0..<Self.bytes / Self.pieceBytes {
                let piece = UnsafeMutableRawPointer.allocate(byteCount: Self.pieceBytes, alignment: 8)
                memset(piece, 1, Self.pieceBytes)
                pieces.append(piece)
            }
            last = UnsafeMutableRawPointer.allocate(byteCount: Self.pieceBytes, alignment: 8)
        }

        func drain() {
            for piece in pieces { piece.deallocate() }
            pieces = []
        }
    }

    @Test("a backlog that was still there at the first look goes back at the next one")
    func backlog() {
        var trimmer = MemoryTrimmer()
        let backlog = Backlog()
        WorkerThread(name: "fill") { backlog.fill() }.join()
        trimmer.look()
        let full = ProcessMetrics.ownBytes()
        backlog.drain()
        trimmer.look()
        // Other tests run meanwhile: half of it is proof enough.
        #expect(ProcessMetrics.ownBytes() < full - Backlog.bytes / 2)
    }
}
