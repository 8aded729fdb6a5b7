/// Identifies a record of a spool in the number that its delivery report returns: spool, segment and place in 63 bits.
struct SpoolTag: Equatable {
    /// The maximum number of spools in one process.
    static let maximumSpools = 1 << spoolBits
    /// The largest segment that places can be numbered in, in bytes.
    static let maximumSegmentBytes = RecordLayout.alignment << placeBits

    private static let placeBits = 28
    private static let sequenceBits = 24
    private static let spoolBits = 11

    /// The spool's index in its process.
    let spool: Int
    /// The lowest bits of the segment's number.
    private let sequenceBits: UInt64
    /// Where the record begins in the segment.
    let offset: Int

    init(spool: Int, sequence: UInt64, offset: Int) {
        self.spool = spool
        sequenceBits = sequence & (1 << Self.sequenceBits - 1)
        self.offset = offset
    }

    /// Decodes `number`.
    init(_ number: UInt) {
        let number = UInt64(number)
        offset = Int(number & (1 << Self.placeBits - 1)) * RecordLayout.alignment
        sequenceBits = number >> Self.placeBits & (1 << Self.sequenceBits - 1)
        spool = Int(number >> (Self.placeBits + Self.sequenceBits))
    }

    /// The number.
    var number: UInt {
        UInt(
            UInt64(offset / RecordLayout.alignment) | sequenceBits << Self.placeBits
                | UInt64(spool) << (Self.placeBits + Self.sequenceBits))
    }

    /// How many segments the record's segment comes after the one with the number `first`.
    func segments(behind first: UInt64) -> Int {
        Int((sequenceBits &- first) & (1 << Self.sequenceBits - 1))
    }
}
