import Glibc

/// A command of the environment that kills or starts a server, such as `kill -9 …`.
public enum ServerCommand {
    /// Runs it in a shell and waits for its end; whether it succeeded. Not Foundation's Process: that waits for everything
    /// that inherits its socket, and so for the server itself.
    public static func run(_ command: String) -> Bool { system("(\(command)) >/dev/null 2>&1") == 0 }
}
