/// A number that is invalid for its field: the fault, the place and the text.
public struct FaultyNumber: Sendable, Hashable {
    /// The fault.
    public enum Fault: Sendable, Hashable {
        /// The text is not a number, or is a fraction in a field of whole numbers.
        case notANumber
        /// The number is outside the exact range of a `Decimal` or an `Int64`.
        case doesNotFit
        /// A negative size.
        case negativeSize
        /// A price that is not positive, although the product requires it.
        case priceNotPositive
        /// A duplicate price on one side of a snapshot.
        case repeatedPrice
    }

    /// The longest stored text in bytes; longer texts end in `…`.
    static let maximumTextBytes = 64

    /// The fault.
    public let fault: Fault
    /// Its place in the frame, such as `data.b[3][1]`, or in the resulting event, such as `bids[3].size`.
    public let field: String
    /// The number's text, of at most 64 bytes.
    public let text: String

    /// A text that is too long is truncated.
    public init(_ fault: Fault, field: String, text: String) {
        self.fault = fault
        self.field = field
        self.text =
            text.utf8.count > Self.maximumTextBytes
            ? String(decoding: text.utf8.prefix(Self.maximumTextBytes), as: UTF8.self) + "…" : text
    }

    /// A short name for counters and dead-letter headers.
    var code: String {
        switch fault {
        case .notANumber: "wrong_type"
        case .doesNotFit: "number_does_not_fit"
        case .negativeSize: "negative_size"
        case .priceNotPositive: "price_not_positive"
        case .repeatedPrice: "repeated_price"
        }
    }
}

extension FaultyNumber: CustomStringConvertible {
    /// One line for logs and dead-letter headers.
    public var description: String {
        switch fault {
        case .notANumber: "'\(field)' is '\(text)', which is no number that it may be"
        case .doesNotFit: "'\(field)' is '\(text)', a number that does not fit"
        case .negativeSize: "'\(field)' is '\(text)', a size below zero"
        case .priceNotPositive: "'\(field)' is '\(text)', and prices of this market are above zero"
        case .repeatedPrice: "'\(field)' is '\(text)', a price that the same side of the snapshot has named before"
        }
    }
}
