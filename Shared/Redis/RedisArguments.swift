/// Commands on their way to the server, in its protocol: filled, sent and filled again without allocation.
///
/// https://redis.io/docs/latest/develop/reference/protocol-spec/#arrays: a command is `*<count>\r\n`, then for each
/// argument `$<bytes>\r\n<argument>\r\n`.
public struct RedisArguments {
    private(set) var bytes: [UInt8] = []
    private var count = 0

    /// Appends an argument of borrowed bytes.
    public mutating func append(_ argument: UnsafeRawBufferPointer) {
        header(UInt8(ascii: "$"), argument.count, at: bytes.count)
        bytes.append(contentsOf: argument)
        end()
    }

    /// Appends an argument of borrowed bytes.
    public mutating func append(_ argument: RawSpan) {
        argument.withUnsafeBytes { append($0) }
    }

    /// Appends a literal.
    public mutating func append(_ argument: StaticString) {
        append(UnsafeRawBufferPointer(start: argument.utf8Start, count: argument.utf8CodeUnitCount))
    }

    /// Appends text as UTF-8.
    @_disfavoredOverload
    public mutating func append(_ argument: String) {
        header(UInt8(ascii: "$"), argument.utf8.count, at: bytes.count)
        bytes.append(contentsOf: argument.utf8)
        end()
    }

    /// Appends a number in decimal digits.
    public mutating func append(_ argument: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            append(
                UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[Self.write(argument, to: digits)...]))
        }
    }

    /// Adds a whole command.
    mutating func command(_ name: StaticString, _ fill: (inout RedisArguments) -> Void) {
        let start = bytes.count
        count = 0
        append(name)
        fill(&self)
        // The count is known only now: one move of the command's bytes instead of a list of arguments on the heap.
        header(UInt8(ascii: "*"), count, at: start)
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    private mutating func end() {
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
        count += 1
    }

    /// Inserts `<kind><number>\r\n`.
    private mutating func header(_ kind: UInt8, _ number: Int, at position: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 23) { text in
            text[21] = UInt8(ascii: "\r")
            text[22] = UInt8(ascii: "\n")
            // A count has at most 19 digits, so that the kind fits before them.
            let first = Self.write(Int64(number), to: UnsafeMutableBufferPointer(rebasing: text[1..<21]))
            text[first] = kind
            bytes.insert(contentsOf: text[first...], at: position)
        }
    }

    /// Writes digits to the end of 20 bytes and returns where they begin.
    private static func write(_ number: Int64, to digits: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var first = digits.count
        var rest = number.magnitude
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 {
            first -= 1
            digits[first] = UInt8(ascii: "-")
        }
        return first
    }
}
