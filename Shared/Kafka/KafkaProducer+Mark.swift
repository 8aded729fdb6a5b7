import Synchronization

/// Waiting for the records produced so far while more are produced.
extension KafkaProducer {
    /// Sets a mark at the current record; ``isMarkReached`` says when all records before it are acknowledged or have failed.
    /// The previous mark must have been reached.
    ///
    /// ``flush(timeoutMilliseconds:)`` answers the same question only for a producer that is not used meanwhile. Records that
    /// other threads produce during the call may be on either side of the mark.
    public func mark() {
        precondition(isMarkReached, "one mark at a time")
        isInSecondEpoch.store(!isInSecondEpoch.load(ordering: .relaxed), ordering: .releasing)
    }

    /// Whether every record that was queued before the mark is acknowledged or has failed. True before the first mark.
    public var isMarkReached: Bool {
        client.context.deliveries(isInSecondEpoch: !isInSecondEpoch.load(ordering: .acquiring)).areSettled
    }
}
