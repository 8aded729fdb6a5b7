import Foundation
import Runtime
import Testing

@Suite("The process' environment")
struct ProcessEnvironmentTests {
    @Test("variables are those that Foundation sees, and the name is the kernel's")
    func environment() throws {
        #expect(ProcessEnvironment.variables == ProcessInfo.processInfo.environment)
        let name = try String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8)
        #expect(ProcessEnvironment.hostName == name.trimmingCharacters(in: .newlines))
    }
}
