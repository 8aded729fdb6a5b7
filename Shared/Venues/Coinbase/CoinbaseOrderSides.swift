import MarketData
import VenueKit

/// The sides of the orders that rest, by their ids.
struct CoinbaseOrderSides: Sendable {
    /// The maximum number of remembered orders; the largest book has about 100,000. Beyond it new orders are unknown, and their
    /// changes appear as missing.
    static let limit = 4_000_000

    private var sides: [UInt128: Side] = [:]

    /// Remembers an order.
    mutating func note(_ id: UnsafeBufferPointer<UInt8>, _ side: Side) {
        guard let key = Self.key(id), sides.count < Self.limit else { return }
        sides[key] = side
    }

    /// The side of an order; nil if it is not resting.
    func side(of id: UnsafeBufferPointer<UInt8>) -> Side? {
        Self.key(id).flatMap { sides[$0] }
    }

    /// Forgets an order that has left the book.
    mutating func remove(_ id: UnsafeBufferPointer<UInt8>) {
        if let key = Self.key(id) { sides[key] = nil }
    }

    /// Forgets all orders.
    mutating func removeAll() {
        sides.removeAll()
    }

    /// A UUID as a number; nil for anything else.
    private static func key(_ id: UnsafeBufferPointer<UInt8>) -> UInt128? {
        guard id.count == 36 else { return nil }
        var value: UInt128 = 0
        for byte in id where byte != UInt8(ascii: "-") {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte &- 0x30
            case 0x61...0x66: digit = byte &- 0x57
            case 0x41...0x46: digit = byte &- 0x37
            default: return nil
            }
            value = value << 4 | UInt128(digit)
        }
        return value
    }
}
