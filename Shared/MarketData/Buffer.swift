/// A growing array of plain values that keeps its memory when it is emptied.
///
/// It is an `Array` without reference count, copy-on-write check and initialisation: an append is one comparison and one store.
/// It never shrinks, so a reused buffer stops allocating once it has held its largest batch.
public struct Buffer<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<Element>
    @usableFromInline var capacity: Int

    @usableFromInline var _count: Int

    /// The number of values.
    @inlinable public var count: Int { _count }

    /// The buffer has room for `minimumCapacity` values, at least one, before it grows.
    public init(minimumCapacity: Int = 8) {
        capacity = max(1, minimumCapacity)
        base = .allocate(capacity: capacity)
        _count = 0
    }

    deinit { base.deallocate() }

    /// Whether it is empty.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// Appends one value.
    @inlinable @inline(__always)
    public mutating func append(_ element: Element) {
        if count == capacity { grow(to: count + 1) }
        (base + count).initialize(to: element)
        _count = count &+ 1
    }

    /// Appends the values of another buffer.
    @inlinable
    public mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
        guard let source = elements.baseAddress, !elements.isEmpty else { return }
        if count + elements.count > capacity { grow(to: count + elements.count) }
        (base + count).update(from: source, count: elements.count)
        _count = count + elements.count
    }

    /// Removes all values and keeps the memory.
    @inlinable
    public mutating func removeAll() { _count = 0 }

    /// Removes the values from `count` on.
    public mutating func truncate(to newCount: Int) {
        precondition(newCount >= 0 && newCount <= count)
        _count = newCount
    }

    /// The value at `index`.
    @inlinable
    public subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return base[index]
        }
        set {
            precondition(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    /// Calls `body` with the values; the pointer is only valid during the call.
    @inlinable
    public func withUnsafeBuffer<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// The values of `range`, borrowed: valid until the buffer is changed.
    @inlinable
    public func unsafeSlice(_ range: Range<Int>) -> UnsafeBufferPointer<Element> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
    }

    @usableFromInline @inline(never)
    mutating func grow(to needed: Int) {
        let newCapacity = max(needed, capacity * 2)
        let newBase = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
        newBase.update(from: base, count: count)
        base.deallocate()
        base = newBase
        capacity = newCapacity
    }
}

extension Buffer where Element == UInt8 {
    /// Whether the bytes at `offset` are equal to `other`.
    func equal(at offset: Int, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        precondition(offset >= 0 && offset + other.count <= count)
        guard let start = other.baseAddress else { return true }
        let own = UnsafeRawPointer(base + offset)
        let others = UnsafeRawPointer(start)
        var index = 0
        while index + 8 <= other.count {
            guard
                own.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    == others.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            else { return false }
            index += 8
        }
        while index < other.count {
            guard base[offset + index] == start[index] else { return false }
            index += 1
        }
        return true
    }
}

extension Buffer: @unchecked Sendable {}
