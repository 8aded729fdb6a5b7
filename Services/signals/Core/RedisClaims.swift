/// Which market and groups each command of a pipeline writes, in the order of the commands: whose a refused one was.
struct RedisClaims {
    /// What a command is for.
    struct Claim {
        /// Whose values it writes.
        var market: Market
        /// Which groups must be written again when it is refused.
        var groups: MarketGroup
        /// Whether it makes the market known, which is done once.
        var isOnce = false
    }

    private var claims: [Claim] = []

    /// Forgets all and keeps the memory.
    mutating func removeAll() { claims.removeAll(keepingCapacity: true) }

    /// Claims the commands up to the `count`th that nobody has claimed.
    mutating func claim(upTo count: Int, _ market: Market, _ groups: MarketGroup, isOnce: Bool = false) {
        while claims.count < count { claims.append(Claim(market: market, groups: groups, isOnce: isOnce)) }
    }

    /// Whose the command at `place` is; nil for one of nobody's.
    func claim(at place: Int) -> Claim? { claims.indices.contains(place) ? claims[place] : nil }
}
