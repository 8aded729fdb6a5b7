/// What holders of a perpetual pay each other.
public struct Funding: Event {
    /// Symbol and times.
    public var header: EventHeader
    /// The rate of the current interval as a fraction (0.0001 is one basis point); positive: longs pay shorts.
    public var rate: Decimal
    /// The length of an interval in hours, if the venue sends it.
    public var intervalHours: Decimal?
    /// When the rate is paid next.
    public var nextFundingTime: Timestamp?
    /// The rate expected for the interval after.
    public var predictedRate: Decimal?

    /// `rate` is a fraction per interval, not a percentage.
    @inlinable
    public init(
        header: EventHeader, rate: Decimal, intervalHours: Decimal? = nil, nextFundingTime: Timestamp? = nil,
        predictedRate: Decimal? = nil
    ) {
        self.header = header
        self.rate = rate
        self.intervalHours = intervalHours
        self.nextFundingTime = nextFundingTime
        self.predictedRate = predictedRate
    }
}
