/// Receives the events of its sessions, on the event loop's thread.
protocol SessionOwner: AnyObject {
    /// A session is open; returns its number in records.
    func sessionOpened(_ number: Int) -> Int64
    /// A session has published its `connected` record and may begin.
    func sessionIsReady(_ number: Int)
    /// A session has all subscriptions and snapshots.
    func sessionSettled(_ number: Int)
    /// A session still works, but must be replaced.
    func sessionMustGo(_ number: Int, _ why: ConnectionSupervisor.Replacement)
    /// The names that the venue has refused so far. The next session requests them separately.
    var refusedNames: Set<String> { get }
    /// The venue refuses a topic; returns whether this is new.
    func sessionRefused(_ number: Int, _ refusal: SubscribeLedger.Refusal) -> Bool
    /// The venue accepts a topic; returns whether it was refused before.
    func sessionAccepted(_ number: Int, _ name: String) -> Bool
    /// A session has ended, or could not be opened.
    ///
    /// - Parameter isIll: whether it ended because it was silent.
    func sessionEnded(_ number: Int, isIll: Bool)
}
