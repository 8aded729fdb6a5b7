import VenueKit

/// How far the messages of one symbol's `full` channel have been seen, so that each change knows which messages it covers.
///
/// The channel numbers all its messages, also those that change no book: `received`, which says that an order has been
/// accepted. The change that follows stands for them too (`firstSequence`), so that a hole in the numbers is always
/// a message that was missed.
struct CoinbaseOrderRun: Sendable {
    /// The highest sequence seen.
    private var last: Int64
    /// The first of the messages without a change that were seen in a row up to `last`.
    private var firstSilent: Int64?

    /// Starts with a message that changed something.
    init(change sequence: Int64) {
        last = sequence
    }

    /// Starts with a message that changed nothing.
    init(silent sequence: Int64) {
        last = sequence
        firstSilent = sequence
    }

    /// Records a message that changes nothing.
    mutating func noteSilent(_ sequence: Int64) {
        guard sequence > last else { return }
        if firstSilent == nil || sequence != last &+ 1 { firstSilent = sequence }
        last = sequence
    }

    /// Records a change and returns the first message that it covers.
    mutating func noteChange(_ sequence: Int64) -> Int64 {
        guard sequence > last else { return sequence }
        let first = sequence == last &+ 1 ? firstSilent ?? sequence : sequence
        last = sequence
        firstSilent = nil
        return first
    }
}
