import Documents
import MarketData
import Testing

/// A document of each type with all of its fields, and the places of its numbers.
struct ExtremeDocument: CustomTestStringConvertible {
    /// What stands at a number's place.
    enum Form {
        case integer
        case decimal
    }

    /// A number of the document.
    struct Place {
        let form: Form
        let range: Range<Int>
    }

    /// The document's type.
    let type: DocumentType
    private let text: [UInt8]
    /// Its numbers, in order.
    let places: [Place]

    /// The bounds of integers. The least one there is cannot be written in a document; it is none that can be read.
    static let integers = [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max].map { "\($0)" }
    /// The bounds of decimals, between their quotes.
    static let decimals = [Int128.min, .min + 1, -1, 0, 1, .max - 1, .max].map { "\"\(Decimal(units: $0))\"" }

    var testDescription: String { "\(type)" }

    /// Every type.
    static let types = KindDeclaration.all.flatMap(\.documentTypes)

    /// The kind of its event.
    var kind: EventKind {
        let kind = EventKind.allCases.first { $0.declaration.documentTypes.contains(type) }
        guard let kind else { preconditionFailure("no kind has documents of type \(type)") }
        return kind
    }

    /// - Parameters:
    ///   - symbol: whose it is.
    ///   - name: tells it from the others of its symbol, where its type has a place for a name.
    init(_ type: DocumentType, of symbol: String = "ODD", name: String = "x") {
        self.type = type
        text = Array(
            """
            {"type":"\(type)","version":1,"venue":"trial","symbol":"\(symbol)","instrument":"\(symbol)",\
            "product":"linear","ts_event":1699999999999000000,"ts_publish":1699999999999500000,\
            "ts_recv":1700000000000000000,"source":"primary"\(Self.fields(of: type, name))}
            """.utf8)
        places = Self.places(in: text)
    }

    private static func fields(of type: DocumentType, _ name: String) -> String {
        let levels = #","bids":[["99.5","2"],["98.5","3"]],"asks":[["100.5","4"],["101.5","5"]]"#
        let orders = #","bids":[["99.5","2","b1"],["98.5","3","b2"]],"asks":[["100.5","4","a1"]]"#
        let book = #""first_sequence":19,"last_sequence":20,"prev_sequence":18,"checksum":7"#
        return switch "\(type)" {
        case "trade":
            #","trade_id":"\#(name)","price":"99.5","size":"2","side":"buy","sequence":5,"kind":"market""#
        case "book_snapshot": #","depth":50,\#(book),"depth_horizon":2\#(levels),"stream_sequence":20"#
        case "book_delta": #","depth":50,\#(book)\#(levels),"stream_sequence":20"#
        case "order":
            """
            ,"first_sequence":19,"sequence":20,"action":"add","order_id":"\(name)","side":"bid","price":"99.5",\
            "size":"2","remaining":"1","reason":"\(name)"
            """
        case "order_snapshot": #","sequence":20\#(orders)"#
        case "quote":
            #","bid_price":"99.5","bid_size":"2","ask_price":"100.5","ask_size":"4","sequence":5"#
        case "ticker":
            """
            ,"last_price":"99.5","mark_price":"99.5","index_price":"99.5","open_interest":"5.5",\
            "open_interest_unit":"base","volume_24h":"7.5","turnover_24h":"8.5","high_24h":"120","low_24h":"80"
            """
        case "funding":
            #","rate":"0.0001","interval_hours":"8","next_funding_ts":1700000000000000000,"predicted_rate":"0.0002""#
        case "liquidation": #","side":"long","price":"99.5","price_kind":"fill","size":"2""#
        case "instrument":
            """
            ,"base":"\(name)","quote":"USD","settle":"USD","tick_size":"0.1","lot_size":"0.01","contract_size":"1",\
            "contract_unit":"USD","expiry":1800000000000000000,"strike":"50000","option_type":"call",\
            "status":"trading","listed_ts":1600000000000000000,"maker_fee":"0.0001","taker_fee":"0.0005"
            """
        case "status": #","subject":"market","state":"halted","message":"\#(name)","severity":"error""#
        case "gap":
            #","channel":"book","from_sequence":3,"to_sequence":5,"reason":"sequence_jump","resolved_by":"\#(name)""#
        case "coverage":
            """
            ,"channel":"book","first_sequence":3,"last_sequence":5,"events":6,"duplicates":7,"gaps":1,\
            "sources":"\(name):1/1/0"
            """
        default: preconditionFailure("a document of type \(type) is to be written here")
        }
    }

    /// Bare digits are integers, quoted ones decimals; the version is none that is tried.
    private static func places(in text: [UInt8]) -> [Place] {
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        var places: [Place] = []
        var start = 0
        while start < text.count {
            let isQuoted = text[start] == UInt8(ascii: "\"")
            let isFirst = isQuoted ? isDigit(text[start + 1]) : isDigit(text[start]) && text[start - 1] == 0x3A
            var end = start + 1
            if isQuoted || isFirst {
                while isQuoted ? text[end] != UInt8(ascii: "\"") : isDigit(text[end]) { end += 1 }
                if isQuoted { end += 1 }
            }
            if isFirst { places.append(Place(form: isQuoted ? .decimal : .integer, range: start..<end)) }
            start = end
        }
        return Array(places.dropFirst())
    }

    /// The document as it is.
    var value: [UInt8] { text }

    /// The document with other numbers at some places, which stand in order.
    func with(_ numbers: [(place: Place, text: String)]) -> [UInt8] {
        var result: [UInt8] = []
        var end = 0
        for (place, number) in numbers {
            result += text[end..<place.range.lowerBound]
            result += number.utf8
            end = place.range.upperBound
        }
        return result + text[end...]
    }

    /// Whether prices and sizes are judged together: those of books, and of what makes books.
    private var hasBook: Bool { [.book, .order, .orderSnapshot, .quote].contains(kind) }

    /// The document with each number at each bound, and with each two numbers of one form at each two bounds.
    func forEachExtreme(_ body: (_ document: [UInt8]) -> Void) {
        for (index, place) in places.enumerated() {
            for bound in Self.bounds(place) { body(with([(place, bound)])) }
            for other in places[(index + 1)...] where other.form == place.form {
                guard hasBook || place.form == .integer else { continue }
                for first in Self.pairedBounds(place) {
                    for second in Self.pairedBounds(other) { body(with([(place, first), (other, second)])) }
                }
            }
        }
    }

    private static func bounds(_ place: Place) -> [String] { place.form == .integer ? integers : decimals }

    /// The least and the greatest number that can be read, -1 and 1.
    private static func pairedBounds(_ place: Place) -> [String] { [1, 2, 4, 6].map { bounds(place)[$0] } }
}
