import Runtime
import SoakCore

@main
enum SoakProgram {
    static func main() {
        SoakCommands.command.main()
    }
}
