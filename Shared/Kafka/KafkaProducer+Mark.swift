import Synchronization

/// Waiting for what was produced so far while more is produced.
extension KafkaProducer {
    /// Notes where the producer is; ``isMarkReached`` says when all before is settled. The mark before must be reached.
    ///
    /// ``flush(timeoutMilliseconds:)`` answers the same question only for a producer that is not used meanwhile. What other
    /// threads produce at this moment may fall on either side.
    public func mark() {
        precondition(isMarkReached, "one mark at a time")
        isInSecondEpoch.store(!isInSecondEpoch.load(ordering: .relaxed), ordering: .releasing)
    }

    /// Whether every record that was queued before the mark is acknowledged or has failed. True before the first mark.
    public var isMarkReached: Bool {
        client.context.deliveries(isInSecondEpoch: !isInSecondEpoch.load(ordering: .acquiring)).areSettled
    }
}
