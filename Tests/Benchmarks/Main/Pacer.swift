import Dispatch
import Foundation

/// Lets things happen at a steady rate: each at its own moment, counted from the first, so that delays do not add up.
struct Pacer {
    private let nanoseconds: Double
    private let start = DispatchTime.now().uptimeNanoseconds
    /// How often `wait` returned.
    private(set) var count = 0

    init(rate: Int) { nanoseconds = 1e9 / Double(rate) }

    /// Returns at the moment of the next one.
    mutating func wait() {
        let due = start + UInt64(Double(count) * nanoseconds)
        count += 1
        let now = DispatchTime.now().uptimeNanoseconds
        // A sleep takes 60 µs and more: some come together rather than late.
        if due > now + 500_000 { usleep(UInt32((due - now) / 1000)) }
    }

    /// Since the first.
    var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 }
}
