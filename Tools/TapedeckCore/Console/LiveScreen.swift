import ToolKit

/// Output that is shown again and again: in place on a terminal, one below the other elsewhere.
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

    /// Gives the terminal its cursor back.
    func leave() {
        if isTerminal { output.write(StandardOutput.Control.showCursor) }
    }
}
