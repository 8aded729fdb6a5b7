import Foundation
import PipelineSupport
import Simulator
import TestSupport
import Testing
import VenueKit

/// One of the tiny venues of `Tests/Fixtures/cases`, which are Python programs: a process on a free port, gone with the test.
final class FakeVenue {
    /// Whether there is a Python that can run them.
    static let isAvailable: Bool = {
        guard let interpreter = Python.interpreter else { return false }
        return (try? ProgramRun(interpreter, ["-c", "import websockets.asyncio.server"]).status) == 0
    }()

    /// Why a test that needs one is skipped.
    static let missing: Comment =
        "no Python with the package websockets: run `make setup` or set TAPEDECK_PYTHON"

    /// The port it listens on, for WebSocket and REST.
    let port: Int
    private let process = Process()
    private let folder: ScratchFolder

    /// Starts one and waits until it listens.
    ///
    /// - Parameters:
    ///   - name: the program's file without its ending.
    ///   - arguments: what follows the port on its command line.
    init(_ name: String, _ arguments: [String] = []) throws {
        port = FreePort.find()
        folder = try ScratchFolder()
        process.executableURL = URL(filePath: try #require(Python.interpreter))
        process.arguments = [Fixture.folder.appending(path: "cases/\(name).py").path, "\(port)"] + arguments
        process.standardOutput = try folder.file("out")
        process.standardError = try folder.file("err")
        try process.run()
        let end = Date(timeIntervalSinceNow: 60)
        while !isListening {
            guard process.isRunning, Date() < end else {
                throw PipelineFailure(what: "\(name) does not listen: \(complaints)")
            }
            usleep(20_000)
        }
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Where it is reached.
    var endpoints: VenueEndpoints {
        VenueEndpoints(webSocket: ["ws://127.0.0.1:\(port)"], rest: ["http://127.0.0.1:\(port)"])
    }

    /// What it saw, a line each: requests with their paths, frames.
    var lines: [String] { text("out").split(separator: "\n").map(String.init) }

    /// The last that Python complained.
    var complaints: String { String(text("err").suffix(500)) }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: folder.url.appending(path: name), encoding: .utf8)) ?? ""
    }

    private var isListening: Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = in_port_t(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
