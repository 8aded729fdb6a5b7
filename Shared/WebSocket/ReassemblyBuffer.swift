/// Joins the parts of a message. It keeps its memory, so that once grown it allocates no more.
struct ReassemblyBuffer {
    private var buffer = GrowingBuffer()

    var count: Int { buffer.count }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: buffer.start, count: buffer.count) }

    mutating func append(_ part: UnsafeRawBufferPointer) {
        guard let start = part.baseAddress else { return }
        buffer.reserve(max(part.count, 65_536))
        guard let end = buffer.end else { return }
        UnsafeMutableRawPointer(end).copyMemory(from: start, byteCount: part.count)
        buffer.count += part.count
    }

    mutating func removeAll() { buffer.count = 0 }

    /// The owner calls it once, at its end.
    mutating func free() { buffer.free() }
}
