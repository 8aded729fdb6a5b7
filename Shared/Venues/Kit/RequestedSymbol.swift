/// Symbols that are in a request but not in its answer. Symbols in frames are JSON strings without escapes; a request may
/// contain anything.
package enum RequestedSymbol {
    /// Whether bytes are valid as a name in a document: UTF-8 without quotes, backslashes and control characters.
    package static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            && String(validating: bytes, as: UTF8.self) != nil
    }
}
