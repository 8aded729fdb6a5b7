import CFuzzer

/// `make fuzz`: libFuzzer on the JSON cursor, the venues' decoders, the documents and who reads them. Tests/Fuzz/README.md says how.
@main
enum FuzzCommand {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        _ = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
            FuzzInput(UnsafeBufferPointer(start: bytes, count: count)).run()
            return 0
        }
    }
}
