/// How a producer runs as a process of its own.
public struct ProducerProcess: Sendable {
    /// Where it answers /metrics.
    public var metricsPort: Int
    /// Words of the shell before it starts, such as limits.
    public var preparation: String

    /// Describes a process that answers /metrics at a port.
    public init(metricsPort: Int, preparation: String = "") {
        self.metricsPort = metricsPort
        self.preparation = preparation
    }
}
