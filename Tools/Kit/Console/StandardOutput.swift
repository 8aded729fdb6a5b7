import Glibc

/// The process' standard output: a terminal, a pipe or a file.
public struct StandardOutput {
    /// Control sequences for full-screen output (ECMA-48).
    public enum Control {
        /// To the upper left corner.
        public static let home = "\u{1B}[H"
        /// Erases from the cursor to the end of the line.
        public static let eraseLine = "\u{1B}[K"
        /// Erases from the cursor to the end of the screen.
        public static let eraseBelow = "\u{1B}[J"
        /// Erases all.
        public static let clear = "\u{1B}[2J"
        /// Hides the cursor.
        public static let hideCursor = "\u{1B}[?25l"
        /// Shows it again.
        public static let showCursor = "\u{1B}[?25h"
    }

    private let descriptor: Int32

    /// Standard output.
    public init() { self.init(descriptor: STDOUT_FILENO) }

    /// Another descriptor.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    /// Whether it is a terminal.
    public var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Whether colours are welcome (https://no-color.org).
    public var isColored: Bool { isTerminal && getenv("NO_COLOR") == nil }

    /// The terminal's size; nil where there is none.
    public var size: (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Writes everything; returns false if the reader has closed the output, which ends a command that would run for ever.
    @discardableResult
    public func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Writes a text.
    @discardableResult
    public func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// Writes lines, each with its end.
    @discardableResult
    public func write(lines: [String]) -> Bool { write(lines.map { $0 + "\n" }.joined()) }

    /// Replaces the screen's contents by lines, without flicker; lines that do not fit are omitted.
    @discardableResult
    public func show(screen lines: [String]) -> Bool {
        let rows = size?.rows ?? lines.count + 1
        let shown = lines.prefix(max(1, rows - 1)).map { "\($0)\(Control.eraseLine)\n" }
        return write(Control.home + shown.joined() + Control.eraseBelow)
    }
}
