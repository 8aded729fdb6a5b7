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
    /// A session has ended, or could not be opened.
    ///
    /// - Parameter isIll: because it was silent.
    func sessionEnded(_ number: Int, isIll: Bool)
}
