import CRdkafka
import Glibc

/// The headers of a record to produce. It is filled, passed to `produce`, emptied and filled again without allocation.
///
/// It is used by one thread at a time; `produce` copies what it needs.
public final class KafkaHeaders {
    /// The maximum number of headers of a record.
    public static let limit = Int(TAPEDECK_KAFKA_HEADERS_MAX)

    private var entries: [tapedeck_kafka_header] = []
    private var arena: [UInt8] = []

    /// An empty list with room for `bytes` of values.
    public init(reservingBytes bytes: Int = 512) {
        entries.reserveCapacity(Self.limit)
        arena.reserveCapacity(bytes)
    }

    /// The number of headers.
    public var count: Int { entries.count }

    /// Empties the list and keeps its memory.
    public func removeAll() {
        entries.removeAll(keepingCapacity: true)
        arena.removeAll(keepingCapacity: true)
    }

    /// Removes all headers after the first `count`: headers that are the same for all records come first.
    public func truncate(to count: Int) {
        guard count < entries.count else { return }
        let first = entries[count]
        arena.removeSubrange((first.name == nil ? first.name_offset : first.value_offset)...)
        entries.removeSubrange(count...)
    }

    /// Appends a copy of `value`.
    public func append(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
        add(name: name, start: arena.count) { arena.append(contentsOf: value) }
    }

    /// Appends a copy of `value`.
    public func append(_ name: StaticString, _ value: RawSpan) {
        value.withUnsafeBytes { append(name, $0) }
    }

    /// Appends `value` as UTF-8.
    public func append(_ name: StaticString, _ value: String) {
        add(name: name, start: arena.count) { arena.append(contentsOf: value.utf8) }
    }

    /// Appends `value` in decimal digits.
    public func append(_ name: StaticString, _ value: Int64) {
        let start = arena.count
        add(name: name, start: start) {
            var rest = value.magnitude
            repeat {
                arena.append(UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            } while rest > 0
            if value < 0 { arena.append(UInt8(ascii: "-")) }
            // Not `arena[start...].reverse()`: a slice that is changed is copied first.
            var (low, high) = (start, arena.count - 1)
            while low < high {
                arena.swapAt(low, high)
                (low, high) = (low + 1, high - 1)
            }
        }
    }

    /// Appends a header whose name is known only at run time; the name must not contain a zero byte.
    public func append(named name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        precondition(entries.count < Self.limit, "a record carries at most \(Self.limit) headers")
        let nameStart = arena.count
        arena.append(contentsOf: name)
        arena.append(0)
        let start = arena.count
        arena.append(contentsOf: value)
        entries.append(
            tapedeck_kafka_header(
                name: nil, name_offset: nameStart, value_offset: start, value_length: arena.count - start))
    }

    /// Appends the headers of a consumed record as far as there is room: a dead letter keeps the headers of its record. Returns
    /// the number of headers that did not fit.
    @discardableResult
    public func append(contentsOf record: borrowing KafkaRecord) -> Int {
        var left = 0
        record.forEachHeader { name, value in
            if entries.count < Self.limit { append(named: name, value) } else { left += 1 }
        }
        return left
    }

    /// Calls `body` with name and value of each header, in order, both borrowed.
    public func forEach(_ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void) {
        entries.withUnsafeBufferPointer { entries in
            arena.withUnsafeBytes { arena in
                for entry in entries {
                    let name = entry.name.map { UnsafeRawPointer($0) } ?? arena.baseAddress! + entry.name_offset
                    let valueEnd = entry.value_offset + entry.value_length
                    body(
                        UnsafeRawBufferPointer(start: name, count: strlen(name)),
                        UnsafeRawBufferPointer(rebasing: arena[entry.value_offset..<valueEnd]))
                }
            }
        }
    }

    private func add(name: StaticString, start: Int, _ fill: () -> Void) {
        precondition(entries.count < Self.limit, "a record carries at most \(Self.limit) headers")
        fill()
        entries.append(
            tapedeck_kafka_header(
                name: UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), name_offset: 0,
                value_offset: start, value_length: arena.count - start))
    }

    /// Calls `body` with the arguments of the shim.
    func withList<Result>(_ body: (UnsafePointer<tapedeck_kafka_header>?, Int, UnsafePointer<CChar>?) -> Result)
        -> Result
    {
        entries.withUnsafeBufferPointer { list in
            arena.withUnsafeBytes {
                body(list.baseAddress, list.count, $0.assumingMemoryBound(to: CChar.self).baseAddress)
            }
        }
    }
}
