/// Symbols that a request names and its answer does not. A frame's symbols are names of JSON without escapes; a request may hold anything.
package enum RequestedSymbol {
    /// Whether bytes could stand as a name in a document: UTF-8 without quotes, backslashes and control characters.
    package static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            && String(validating: bytes, as: UTF8.self) != nil
    }
}
