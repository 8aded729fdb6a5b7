/// Remembers the identities of a channel without sequence rule: trade ids and hashes of content.
///
/// Identities that are older than the newest by more than `span` are forgotten. Age is measured by receive time (`ts_recv`), so
/// the memory of a channel depends on its rate, and delayed records are judged in the same way as timely ones. A channel holds
/// at most `limit` identities, give or take a page, and below that limit it never forgets the last ``least``.
///
/// Identities are 64-bit hashes. With a hundred thousand remembered identities, the chance that a new one equals any of them by
/// accident is below 10⁻¹⁴. They are stored in pages, so that only changed pages are written to the changelog.
struct IdentityWindow {
    /// The number of identities per page.
    static let pageSize = 32
    /// The number of identities that are kept at any age: a clock that has jumped ahead must not empty the window.
    static let least = 256

    private let maximumPages: Int64
    private let leastPages: Int64
    private let span: Int64
    private var known: Set<UInt64> = []
    /// The pages' identities, with page `n` in slot `n % slots`; grows when needed.
    private var ring: [UInt64] = []
    /// The newest `ts_recv` of each slot's page, in nanoseconds.
    private var times: [Int64] = []
    private var newest = Int64.min
    /// The number of the oldest page.
    private(set) var firstPage: Int64 = 0
    /// The total number of inserted identities; page `n` holds those from `n * pageSize` on.
    private(set) var inserted: Int64 = 0
    /// The values of `inserted` and `firstPage` when changes were last saved.
    private var saved: (inserted: Int64, firstPage: Int64) = (0, 0)

    /// - Parameters:
    ///   - limit: the maximum number of identities, rounded up to whole pages.
    ///   - span: how long they are remembered, in nanoseconds.
    init(limit: Int, span: Int64) {
        // The newest page is rarely full.
        maximumPages = Int64((max(1, limit) + Self.pageSize - 1) / Self.pageSize) + 1
        leastPages = min(maximumPages, Int64(Self.least / Self.pageSize))
        self.span = span
    }

    /// The number of remembered identities.
    var count: Int { known.count }

    /// Inserts an identity; returns false if it was known.
    ///
    /// - Parameter time: the receive time of its document in nanoseconds.
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
        // Doubles the slots and moves every page to its new slot.
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
        // Nothing is old enough if the newest was received at the earliest possible time.
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

    /// The changes to the changelog's pages since the last call: keys of removed pages, and numbers of pages to write.
    mutating func takeChanges() -> (goneKeys: [Int], pages: Range<Int64>) {
        guard inserted > saved.inserted else { return ([], 0..<0) }
        let size = Int64(Self.pageSize)
        let last = (inserted - 1) / size
        let pages = max(firstPage, saved.inserted / size)..<last + 1
        // A key that a current page uses is overwritten.
        let gone = (saved.firstPage..<firstPage).filter { $0 + maximumPages > last && $0 * size < saved.inserted }
        saved = (inserted, firstPage)
        return (gone.map(key), pages)
    }

    /// The keys in the changelog.
    var savedKeys: [Int] {
        let size = Int64(Self.pageSize)
        return (saved.firstPage..<max(saved.firstPage, (saved.inserted + size - 1) / size)).map(key)
    }

    /// The key of a page in the changelog; keys are reused.
    func key(of page: Int64) -> Int { Int(page % maximumPages) }

    /// The number of keys.
    var keyCount: Int { Int(maximumPages) }

    /// A page's identities, and their newest time.
    func page(_ page: Int64) -> (time: Int64, identities: ArraySlice<UInt64>) {
        let start = slot(of: page) * Self.pageSize
        let count = min(Int64(Self.pageSize), inserted - page * Int64(Self.pageSize))
        return (times[slot(of: page)], ring[start..<start + Int(count)])
    }

    /// The state of a window in the changelog.
    struct Saved {
        /// Identities and newest time by key; missing pages are not remembered.
        var pages: [Int: (time: Int64, identities: [UInt64])] = [:]
        /// The number of the oldest page.
        var firstPage: Int64 = 0
        /// The total number of inserted identities.
        var inserted: Int64 = 0
        /// The number of keys of the window that wrote the state.
        var keyCount = 1
    }

    /// Restores a saved window. If it was saved with other limits, or pages are missing, its identities are inserted again and
    /// the next change writes all of them to the changelog.
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
