/// Remembers the identities of a channel without sequence rule: trade ids, hashes of content.
///
/// What is older than the newest by more than `span` is forgotten, measured by when it was received (`ts_recv`): so a
/// channel takes memory for what it carries, and records that are read late are judged as they would have been in time. A
/// channel holds `limit` at most, give or take a page, and never forgets its last ``least`` below that.
///
/// Identities are 64-bit hashes: with a hundred thousand remembered, the chance that a new one equals any of them by
/// accident is below 10⁻¹⁴. They stand in pages, so that only what changed has to be written to the changelog.
struct IdentityWindow {
    /// Identities of one page.
    static let pageSize = 32
    /// Identities that are kept however old they are: a clock that jumped ahead must not empty the window.
    static let least = 256

    private let maximumPages: Int64
    private let leastPages: Int64
    private let span: Int64
    private var known: Set<UInt64> = []
    /// The pages' identities, page `n` in slot `n % slots`; grows as it is needed.
    private var ring: [UInt64] = []
    /// The newest `ts_recv` of each slot's page, in nanoseconds.
    private var times: [Int64] = []
    private var newest = Int64.min
    /// The number of the oldest page.
    private(set) var firstPage: Int64 = 0
    /// How many identities were ever inserted; page `n` holds those from `n * pageSize` on.
    private(set) var inserted: Int64 = 0
    /// How many had been inserted, and which page was the oldest, when changes were taken the last time.
    private var saved: (inserted: Int64, firstPage: Int64) = (0, 0)

    /// - Parameters:
    ///   - limit: identities at most; whole pages of them.
    ///   - span: how long they are remembered, in nanoseconds.
    init(limit: Int, span: Int64) {
        // The newest page is rarely full.
        maximumPages = Int64((max(1, limit) + Self.pageSize - 1) / Self.pageSize) + 1
        leastPages = min(maximumPages, Int64(Self.least / Self.pageSize))
        self.span = span
    }

    /// How many identities are remembered.
    var count: Int { known.count }

    /// Takes an identity in; false when it was known.
    ///
    /// - Parameter time: when its document was received, in nanoseconds.
    mutating func insert(_ identity: UInt64, time: Int64) -> Bool {
        guard known.insert(identity).inserted else { return false }
        append(identity, time: time)
        return true
    }

    private mutating func append(_ identity: UInt64, time: Int64) {
        let page = inserted / Int64(Self.pageSize)
        let offset = Int(inserted % Int64(Self.pageSize))
        if offset == 0 { open(page) }
        let slot = slot(of: page)
        ring[slot * Self.pageSize + offset] = identity
        times[slot] = offset == 0 ? time : max(times[slot], time)
        newest = max(newest, time)
        inserted += 1
    }

    /// Makes room for a page.
    private mutating func open(_ page: Int64) {
        while firstPage < page, page - firstPage >= maximumPages || isOld(firstPage, behind: page) { forgetFirst() }
        guard page - firstPage >= Int64(times.count) else { return }
        // Twice as many slots, every page in its new one.
        let old = (ring: ring, times: times)
        times = [Int64](repeating: 0, count: max(1, old.times.count * 2))
        ring = [UInt64](repeating: 0, count: times.count * Self.pageSize)
        for page in firstPage..<page {
            let from = Int(page % Int64(old.times.count))
            let to = slot(of: page)
            times[to] = old.times[from]
            for offset in 0..<Self.pageSize {
                ring[to * Self.pageSize + offset] = old.ring[from * Self.pageSize + offset]
            }
        }
    }

    private func isOld(_ page: Int64, behind last: Int64) -> Bool {
        guard last - page > leastPages else { return false }
        // Nothing is old enough where the newest was received at the beginning of time.
        let (oldest, overflow) = newest.subtractingReportingOverflow(span)
        return !overflow && times[slot(of: page)] < oldest
    }

    private mutating func forgetFirst() {
        let start = slot(of: firstPage) * Self.pageSize
        for place in start..<start + Self.pageSize { known.remove(ring[place]) }
        firstPage += 1
    }

    private func slot(of page: Int64) -> Int { Int(page % Int64(times.count)) }

    // MARK: - Pages

    /// What of the changelog's pages changed since the last call: keys whose page is gone, and numbers of pages to write.
    mutating func takeChanges() -> (goneKeys: [Int], pages: Range<Int64>) {
        guard inserted > saved.inserted else { return ([], 0..<0) }
        let size = Int64(Self.pageSize)
        let last = (inserted - 1) / size
        let pages = max(firstPage, saved.inserted / size)..<last + 1
        // A key that a page of now uses is overwritten.
        let gone = (saved.firstPage..<firstPage).filter { $0 + maximumPages > last && $0 * size < saved.inserted }
        saved = (inserted, firstPage)
        return (gone.map(key), pages)
    }

    /// The keys that the changelog knows.
    var savedKeys: [Int] {
        let size = Int64(Self.pageSize)
        return (saved.firstPage..<max(saved.firstPage, (saved.inserted + size - 1) / size)).map(key)
    }

    /// The key of a page in the changelog: keys are used again.
    func key(of page: Int64) -> Int { Int(page % maximumPages) }

    /// How many keys there are.
    var keyCount: Int { Int(maximumPages) }

    /// A page's identities, and the newest time among them.
    func page(_ page: Int64) -> (time: Int64, identities: ArraySlice<UInt64>) {
        let start = slot(of: page) * Self.pageSize
        let count = min(Int64(Self.pageSize), inserted - page * Int64(Self.pageSize))
        return (times[slot(of: page)], ring[start..<start + Int(count)])
    }

    /// What the changelog says of a window.
    struct Saved {
        /// Identities and newest time by key; what is missing is not remembered.
        var pages: [Int: (time: Int64, identities: [UInt64])] = [:]
        /// The number of the oldest page.
        var firstPage: Int64 = 0
        /// How many identities had been inserted.
        var inserted: Int64 = 0
        /// How many keys the window had that wrote it.
        var keyCount = 1
    }

    /// Makes the window that was saved. Written under other limits, or with pages missing, its identities are put in anew
    /// and the changelog gets all of them with the next change.
    init(limit: Int, span: Int64, saved state: Saved) {
        self.init(limit: limit, span: span)
        let size = Int64(Self.pageSize)
        let last = (state.inserted - 1) / size
        guard state.inserted > 0, state.firstPage <= last else { return }
        let numbers = max(0, state.firstPage, last - Int64(state.keyCount) + 1)...last
        let found = numbers.map { state.pages[Int($0 % Int64(state.keyCount))] }
        let isWhole = zip(numbers, found).allSatisfy { number, page in
            page?.identities.count == Int(min(size, state.inserted - number * size))
        }
        let isSame = state.keyCount == keyCount && isWhole
        if isSame {
            firstPage = numbers.lowerBound
            inserted = firstPage * size
        }
        for page in found {
            guard let page else { continue }
            for identity in page.identities where known.insert(identity).inserted || isSame {
                append(identity, time: page.time)
            }
        }
        if isSame { saved = (inserted, firstPage) }
    }
}
