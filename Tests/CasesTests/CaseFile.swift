import Foundation
import MarketData
import TestSupport
import Testing
import VenueKit

/// A file of `Tests/Fixtures/cases`: frames as a producer would publish them, and what their headers say.
///
/// `#` begins a comment, `@ key=value …` sets headers for the frames behind it (`venue`, `product`, `kind`, `source`, `request`,
/// `session=new`, `dt` seconds between frames, `sleep` seconds of waiting), any other line is a frame.
struct CaseFile {
    /// Something that happens.
    enum Step {
        /// A frame arrives.
        case frame(Frame)
        /// So many nanoseconds pass.
        case pass(Int64)
    }

    /// A frame with what its record says.
    struct Frame {
        var text: String
        var venue = "binance"
        var product = Product.spot
        var kind = RawKind.webSocket
        var source = "primary"
        var request = ""
        var session: Int64 = 1

        /// The record's key.
        var key: String { "\(venue)/\(source)/\(product.name)-0" }
    }

    /// What happens, in order.
    let steps: [Step]

    /// Reads the file whose name begins with a number.
    init(_ number: String) throws {
        let path = try #require(
            ProjectFiles.paths(under: "Tests/Fixtures/cases", endingWith: ".jsonl").first {
                $0.contains("/cases/\(number)-")
            })
        var steps: [Step] = []
        var header = Frame(text: "")
        var between = 0.001
        for line in try ProjectFiles.text(path).split(separator: "\n") where !line.hasPrefix("#") {
            guard line.hasPrefix("@") else {
                header.text = String(line)
                steps += [.frame(header), .pass(Int64(between * 1e9))]
                continue
            }
            for word in line.dropFirst().split(separator: " ") {
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                switch parts[0] {
                case "venue": header.venue = parts[1]
                case "product": header.product = try #require(Product(name: parts[1]))
                case "kind": header.kind = try #require(RawKind(rawValue: parts[1]))
                case "source": header.source = parts[1]
                case "request": header.request = parts[1]
                case "session": header.session += 1
                case "dt": between = try #require(Double(parts[1]))
                case "sleep": steps.append(.pass(Int64(try #require(Double(parts[1])) * 1e9)))
                default: Issue.record("a case sets \(parts[0])")
                }
            }
        }
        self.steps = steps
    }
}
