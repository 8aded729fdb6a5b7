import CArrow

extension tapedeck_arrow_column {
    /// Points to the values, which the column's owner keeps.
    mutating func setValues<Value>(_ slice: UnsafeBufferPointer<Value>) {
        let raw = UnsafeRawBufferPointer(slice)
        values = raw.baseAddress
        values_bytes = raw.count
    }
}
