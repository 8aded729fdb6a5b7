/// A change of state of a venue, a market or a connection.
public struct Status: Event {
    /// How much it matters.
    public enum Severity: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// For the record.
        case info
        /// It needs attention.
        case warning
        /// Data is, or may be, missing.
        case error
    }

    /// Symbol and times; the symbol `*` stands for the whole venue.
    public var header: EventHeader
    /// What it is about: `connection`, `market`, `venue`, `subscription`.
    public var subject: TextRange
    /// The state in one word: `connected`, `disconnected`, `halted`, `maintenance`, …
    public var state: TextRange
    /// The venue's message.
    public var message: TextRange
    /// How much it matters.
    public var severity: Severity

    /// The texts must already be in the batch.
    @inlinable
    public init(
        header: EventHeader, subject: TextRange, state: TextRange, message: TextRange = .empty,
        severity: Severity = .info
    ) {
        self.header = header
        self.subject = subject
        self.state = state
        self.message = message
        self.severity = severity
    }
}
