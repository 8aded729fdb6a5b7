import CLibwebsockets

/// Bytes on their way to the library, in memory that stays put, with the room before them that it writes headers into.
final class OutgoingFrame: @unchecked Sendable {
    enum Kind: Equatable {
        case text
        case binary
        case ping
        /// A part of a message: the first names its type, the last ends it.
        case fragment(isFirst: Bool, isLast: Bool, isBinary: Bool)
        /// Bytes that go to the socket as they are.
        case raw
        /// A close frame with this code; the bytes are its text.
        case close(code: UInt16)
        /// No frame: the connection ends here.
        case drop
    }

    let kind: Kind
    let count: Int
    private let memory: UnsafeMutableRawPointer

    init(_ kind: Kind, count: Int) {
        self.kind = kind
        self.count = count
        memory = .allocate(byteCount: tapedeck_lws_pre + count, alignment: 16)
    }

    convenience init(_ kind: Kind, copying bytes: UnsafeRawBufferPointer) {
        self.init(kind, count: bytes.count)
        if let start = bytes.baseAddress { payload.copyMemory(from: start, byteCount: count) }
    }

    convenience init(_ kind: Kind, copying bytes: [UInt8]) {
        self.init(kind, count: bytes.count)
        bytes.withUnsafeBytes { if let start = $0.baseAddress { payload.copyMemory(from: start, byteCount: count) } }
    }

    deinit { memory.deallocate() }

    var payload: UnsafeMutableRawPointer { memory + tapedeck_lws_pre }
}
