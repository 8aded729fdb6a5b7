/// The market and groups of each command in a pipeline, in the order of the commands, to identify refused commands.
struct RedisClaims {
    /// The purpose of a command.
    struct Claim {
        /// The market whose values it writes.
        var market: Market
        /// The groups to write again if it is refused.
        var groups: MarketGroup
        /// Whether it announces the market, which is done once.
        var isOnce = false
    }

    private var claims: [Claim] = []

    /// Removes all claims and keeps the memory.
    mutating func removeAll() { claims.removeAll(keepingCapacity: true) }

    /// Claims all unclaimed commands up to the `count`th.
    mutating func claim(upTo count: Int, _ market: Market, _ groups: MarketGroup, isOnce: Bool = false) {
        while claims.count < count { claims.append(Claim(market: market, groups: groups, isOnce: isOnce)) }
    }

    /// The claim of the command at `place`; nil if it is unclaimed.
    func claim(at place: Int) -> Claim? { claims.indices.contains(place) ? claims[place] : nil }
}
