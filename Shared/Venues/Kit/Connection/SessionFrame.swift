/// A WebSocket message as received, reassembled and with permessage-deflate removed. It borrows its bytes.
public struct SessionFrame {
    /// The message.
    public let bytes: UnsafeRawBufferPointer
    /// Whether it is a binary frame: some venues compress their JSON themselves.
    public let isBinary: Bool

    /// The bytes must outlive the frame.
    public init(_ bytes: UnsafeRawBufferPointer, isBinary: Bool = false) {
        self.bytes = bytes
        self.isBinary = isBinary
    }
}
