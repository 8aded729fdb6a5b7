/// What `tapedeck-soak run` was asked for.
struct SoakOptions: Sendable {
    /// How long faults are made.
    var seconds: Int
    /// Frames a second of each source, over all venues.
    var framesPerSecond: Int
    /// What the faults follow; printed, so that a run can be made again.
    var seed: UInt64
    /// Where everything is kept; emptied first.
    var directory: String
    /// The Kafka; the embedded broker forgets too soon.
    var bootstrapServers: String
    /// A shell command that restarts this Kafka, run once at half time; nil leaves it alone.
    var restartCommand: String?

    /// What lies between two services that are killed.
    static let killSeconds = 30.0
    /// What lies between two faults of the first source.
    static let faultSeconds = 7.0
    /// How long a killed service stays away.
    static let awaySeconds = 1.0
    /// What a spool may take: a minute's frames and more.
    static let spoolMegabytes = 1024
    /// How long dedup waits for the other source while it is behind. All runs on one machine, with the simulator and
    /// Kafka: when it has more to do than it can, one producer is seconds behind the other.
    static let lagMilliseconds = 30_000
    /// How many documents of a channel wait meanwhile: after half a minute without Kafka the sources' spools empty at
    /// different paces, and what one of them has not heard comes thousands of documents later from the other.
    static let heldPerChannel = 10_000
    /// How long before and after the other source's producer is killed the first one has no faults: together they are to
    /// hold every event.
    static let truceSeconds = 8.0
}
