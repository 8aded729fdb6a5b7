extension [UInt8] {
    /// `withUnsafeBytes` that keeps the type of the error.
    @inlinable
    public func withUnsafeBytesTyped<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try span.bytes.withUnsafeBytesTyped(body)
    }
}

extension RawSpan {
    /// `withUnsafeBytes` that keeps the type of the error.
    @inlinable
    public func withUnsafeBytesTyped<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let result = withUnsafeBytes { bytes in Result { () throws(Failure) in try body(bytes) } }
        return try result.get()
    }
}
