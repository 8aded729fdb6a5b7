import Glibc

/// The system's clocks: the one place that reads them.
public enum SystemClock {
    /// Nanoseconds since 1970-01-01T00:00:00Z. It may be set, forward and back.
    public static func now() -> Int64 { nanoseconds(CLOCK_REALTIME) }

    /// Nanoseconds since some moment, by a clock that nobody sets: for how long something takes.
    public static func uptime() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
