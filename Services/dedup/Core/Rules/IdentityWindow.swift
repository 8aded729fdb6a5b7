/// Remembers the last identities of a channel without sequence rule: trade ids, hashes of content.
///
/// Identities are 128-bit hashes: among 10¹² of them the chance that any two collide is 10⁻¹⁵. They stand in a ring of
/// pages, so that only what changed has to be written to the changelog.
struct IdentityWindow {
    /// Identities of one page.
    static let pageSize = 32

    private let limit: Int
    private var known: Set<UInt128> = []
    /// The ring: the identity that was inserted as number `n` stands at `n % limit`.
    private(set) var ring: [UInt128] = []
    /// How many were ever inserted.
    private(set) var inserted: Int64 = 0
    /// How many had been inserted when the changed pages were taken the last time.
    private var saved: Int64 = 0

    /// Remembers about `limit` identities, whole pages of them; the oldest are forgotten first.
    init(limit: Int) {
        self.limit = (max(1, limit) + Self.pageSize - 1) / Self.pageSize * Self.pageSize
    }

    /// Takes an identity in; false when it was known.
    mutating func insert(_ identity: UInt128) -> Bool {
        guard known.insert(identity).inserted else { return false }
        let place = Int(inserted % Int64(limit))
        if place == ring.count {
            ring.append(identity)
        } else {
            known.remove(ring[place])
            ring[place] = identity
        }
        inserted += 1
        return true
    }

    // MARK: - Pages

    /// The pages that changed since the last call, by number.
    mutating func takeChangedPages() -> [Int] {
        guard inserted > saved else { return [] }
        let pages = Int64(limit / Self.pageSize)
        let first = saved / Int64(Self.pageSize)
        let last = (inserted - 1) / Int64(Self.pageSize)
        saved = inserted
        return (max(first, last - pages + 1)...last).map { Int($0 % pages) }
    }

    /// The identities of a page.
    func page(_ number: Int) -> ArraySlice<UInt128> {
        ring[min(ring.count, number * Self.pageSize)..<min(ring.count, (number + 1) * Self.pageSize)]
    }

    /// Makes the window that has these pages, of which the newest identity is the one inserted as the last.
    ///
    /// - Parameters:
    ///   - pages: identities by page number; what is missing is not remembered.
    ///   - inserted: how many had been inserted when the pages were written.
    ///   - pageCount: how many pages the window had that wrote them.
    init(limit: Int, pages: [Int: [UInt128]], inserted: Int64, pageCount: Int) {
        self.init(limit: limit)
        // Written by a window of another size they are put in again, the oldest first.
        let size = Int64(Self.pageSize)
        let newest = inserted > 0 ? (inserted - 1) / size : -1
        if pageCount * Self.pageSize == self.limit, inserted > 0 {
            let count = Int(min(inserted, Int64(self.limit)))
            ring = [UInt128](repeating: 0, count: count)
            for (number, identities) in pages {
                for (offset, identity) in identities.enumerated() where number * Self.pageSize + offset < count {
                    ring[number * Self.pageSize + offset] = identity
                    known.insert(identity)
                }
            }
            self.inserted = inserted
        } else if newest >= 0 {
            for page in max(0, newest - Int64(pageCount) + 1)...newest {
                for identity in pages[Int(page % Int64(pageCount))] ?? [] { _ = insert(identity) }
            }
        }
        saved = self.inserted
    }

    /// How many pages the ring has when it is full.
    var pageCount: Int { limit / Self.pageSize }
}
