/// A message of a WebSocket as the socket brought it, put together and without permessage-deflate. It borrows its bytes.
public struct SessionFrame {
    /// The message.
    public let bytes: UnsafeRawBufferPointer
    /// Whether it came as binary: some venues pack their JSON themselves.
    public let isBinary: Bool

    /// Makes a frame.
    public init(_ bytes: UnsafeRawBufferPointer, isBinary: Bool = false) {
        self.bytes = bytes
        self.isBinary = isBinary
    }
}
