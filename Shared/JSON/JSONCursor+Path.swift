extension JSONCursor {
    /// The maximum length of a path, and of a name in it, in bytes.
    private static let maximumPathBytes = 120
    private static let maximumNameBytes = 40

    /// The path of a value in the frame, such as `data.b[3][1]`. It is only for errors, because it reads the frame again from
    /// its start.
    ///
    /// - Parameter target: the value's first byte, or the first byte after its quote.
    @inline(never)
    func path(to target: UnsafePointer<UInt8>) -> String {
        var steps: [Step] = []
        var scan = start
        while scan < target {
            switch scan.pointee {
            case UInt8(ascii: "{"): steps.append(.field(start: scan, count: 0, isNamed: false))
            case UInt8(ascii: "["): steps.append(.element(0))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = steps.popLast()
            case UInt8(ascii: ","): steps.popLast().map { steps.append($0.next) }
            case UInt8(ascii: "\""):
                let close = closingQuote(after: scan, before: target)
                if case .field(_, _, false)? = steps.last {
                    steps[steps.count - 1] = .field(start: scan + 1, count: close - scan - 1, isNamed: true)
                }
                scan = close
            default: break
            }
            scan += 1
        }
        return Self.text(steps)
    }

    /// A container around a value, and the place in it.
    private enum Step {
        case field(start: UnsafePointer<UInt8>, count: Int, isNamed: Bool)
        case element(Int)

        /// The place after a comma.
        var next: Step {
            switch self {
            case .field(let start, _, _): .field(start: start, count: 0, isNamed: false)
            case .element(let index): .element(index + 1)
            }
        }
    }

    private func closingQuote(
        after quote: UnsafePointer<UInt8>, before target: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        var scan = quote + 1
        while scan < target, scan.pointee != UInt8(ascii: "\"") { scan += scan.pointee == UInt8(ascii: "\\") ? 2 : 1 }
        return min(scan, target)
    }

    private static func text(_ steps: [Step]) -> String {
        var text = ""
        for step in steps.prefix(maximumDepth) {
            switch step {
            case .field(let start, let count, _):
                let name = UnsafeBufferPointer(start: start, count: min(count, maximumNameBytes))
                text += text.isEmpty ? "" : "."
                text += String(decoding: name, as: UTF8.self)
            case .element(let index): text += "[\(index)]"
            }
        }
        return text.utf8.count > maximumPathBytes
            ? String(decoding: text.utf8.prefix(maximumPathBytes), as: UTF8.self) + "…" : text
    }
}
