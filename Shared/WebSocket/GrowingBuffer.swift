/// Memory that grows and is kept, for a C library to write into.
struct GrowingBuffer {
    private(set) var start: UnsafeMutablePointer<UInt8>?
    private var capacity = 0
    /// Bytes in use.
    var count = 0

    /// Where to write on.
    var end: UnsafeMutablePointer<UInt8>? { start.map { $0 + count } }
    /// Bytes free behind the end.
    var room: Int { capacity - count }

    /// Makes room for at least so many bytes.
    mutating func reserve(_ least: Int) {
        guard room < least else { return }
        let larger = max(count + least, capacity * 2)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        if let start {
            new.update(from: start, count: count)
            start.deallocate()
        }
        start = new
        capacity = larger
    }

    /// The owner calls it once, at its end.
    mutating func free() {
        start?.deallocate()
        start = nil
        capacity = 0
        count = 0
    }
}
