/// The values of a document's field `type`.
public enum DocumentType: String, Sendable, CaseIterable {
    /// A match of two orders.
    case trade
    /// A whole level-2 book, or its top.
    case bookSnapshot = "book_snapshot"
    /// Changed levels of a level-2 book.
    case bookDelta = "book_delta"
    /// A change of one order of a level-3 book.
    case orderChange = "order"
    /// A whole level-3 book.
    case orderSnapshot = "order_snapshot"
    /// The best bid and ask.
    case quote
    /// A market's summary.
    case ticker
    /// A funding rate.
    case funding
    /// A forced close of a position.
    case liquidation
    /// An instrument's definition.
    case instrument
    /// A change of state.
    case status
    /// Events known to be missing.
    case gap
    /// What was seen in a minute.
    case coverage

    /// The current version of every type; docs/SCHEMAS.md says when it rises.
    public static let version = 1

    /// The type of that name; the common ones are compared first.
    init?(_ name: UnsafeBufferPointer<UInt8>) {
        if name.isEqual("book_delta") {
            self = .bookDelta
        } else if name.isEqual("trade") {
            self = .trade
        } else if name.isEqual("quote") {
            self = .quote
        } else if let type = DocumentType(rawValue: String(decoding: name, as: UTF8.self)) {
            self = type
        } else {
            return nil
        }
    }
}
