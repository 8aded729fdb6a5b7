/// Hears of its sessions, on the event loop's thread.
protocol SessionOwner: AnyObject {
    /// A session is open: answers its number in records.
    func sessionOpened(_ number: Int) -> Int64
    /// A session has said so in a record and may begin.
    func sessionIsReady(_ number: Int)
    /// A session has everything.
    func sessionSettled(_ number: Int)
    /// A session works still, and must give way.
    func sessionMustGo(_ number: Int, _ why: ConnectionSupervisor.Replacement)
    /// What the venue has refused so far, by name: the next session asks for it by itself.
    var refusedNames: Set<String> { get }
    /// The venue refuses a topic; answers whether that is news.
    func sessionRefused(_ number: Int, _ refusal: SubscribeLedger.Refusal) -> Bool
    /// The venue accepts a topic; answers whether it refused that before.
    func sessionAccepted(_ number: Int, _ name: String) -> Bool
    /// A session has ended, or could not be opened.
    ///
    /// - Parameter isIll: because it was silent.
    func sessionEnded(_ number: Int, isIll: Bool)
}
