import ToolKit

/// Writes records to the standard output.
struct RecordPrinter {
    let output: StandardOutput
    /// Whether values are written unchanged.
    let isRaw: Bool

    /// Shows one record; returns false if the reader has closed the output.
    func show(_ record: ShownRecord) -> Bool {
        guard isRaw else {
            return output.write(RecordLine(width: output.isTerminal ? output.size?.columns : nil).text(record) + "\n")
        }
        return (record.value + [UInt8(ascii: "\n")]).withUnsafeBytes { output.write($0) }
    }
}
