import Dispatch
import Foundation

/// Paces events at a steady rate. The time of each event is counted from the first, so that delays do not add up.
struct Pacer {
    private let nanoseconds: Double
    private let start = DispatchTime.now().uptimeNanoseconds
    /// The number of returned calls of `wait`.
    private(set) var count = 0

    init(rate: Int) { nanoseconds = 1e9 / Double(rate) }

    /// Returns at the time of the next event.
    mutating func wait() {
        let due = start + UInt64(Double(count) * nanoseconds)
        count += 1
        // Sleeping takes at least a millisecond, so some events come together; spinning would take a core from the measured
        // work.
        while DispatchTime.now().uptimeNanoseconds < due { usleep(1000) }
    }

    /// The seconds since the first event.
    var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 }
}
