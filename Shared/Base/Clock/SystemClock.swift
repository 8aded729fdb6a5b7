import Glibc

/// The system's clocks. No other code reads them.
public enum SystemClock {
    /// Nanoseconds since 1970-01-01T00:00:00Z. The clock may be set forward or back.
    public static func now() -> Int64 { nanoseconds(CLOCK_REALTIME) }

    /// Nanoseconds of a monotonic clock with an arbitrary origin, for measuring durations.
    public static func uptime() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
