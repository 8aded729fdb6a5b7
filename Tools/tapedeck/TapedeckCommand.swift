import Runtime
import TapedeckCore

@main
enum TapedeckCommand {
    static func main() {
        TapedeckCommands.command.main()
    }
}
