import ToolKit

/// Repeated output: in place on a terminal, otherwise one below the other.
struct LiveScreen {
    private let output: StandardOutput
    private let isTerminal: Bool

    /// Clears a terminal.
    init(_ output: StandardOutput) {
        self.output = output
        isTerminal = output.isTerminal
        if isTerminal { output.write(StandardOutput.Control.hideCursor + StandardOutput.Control.clear) }
    }

    /// Shows lines; returns false if the reader has closed the output.
    func show(_ lines: [String]) -> Bool {
        isTerminal ? output.show(screen: lines) : output.write(lines: lines + [""])
    }

    /// Restores the terminal's cursor.
    func leave() {
        if isTerminal { output.write(StandardOutput.Control.showCursor) }
    }
}
