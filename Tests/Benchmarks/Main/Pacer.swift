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
        // Sleeping takes a millisecond at least, so some come together; spinning would take a core from what is measured.
        while DispatchTime.now().uptimeNanoseconds < due { usleep(1000) }
    }

    /// Since the first.
    var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 }
}
