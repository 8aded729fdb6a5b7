import Base
import Foundation
import MarketData
public import Runtime
import Simulator
import ToolKit
import VenueKit
import Venues
import WebSocket

/// `tapedeck sim`: the venue simulator alone.
public enum SimCommand {
    /// The command.
    public static var command: Command {
        Command(
            "sim", abstract: "Speaks the venues' protocols, with recorded frames or a synthetic market.",
            discussion: """
                A producer is pointed at it by its endpoints: ws://HOST:PORT/<venue>/<product> and \
                http://HOST:PORT/<venue>/<product>, which it prints. GET /control/truth tells what was made and delivered, \
                /control/rate, /control/pause and /control/resume set the pace, /control/fault adds a fault.
                """,
            options: [
                .value("host", "ADDRESS", default: "127.0.0.1", "Where to listen; 0.0.0.0 is everywhere."),
                .value("port", "N", default: "0", "The port; 0 takes any free one."),
                .value("certificate", "PATH", "PEM certificate; with it and --key the simulator speaks TLS."),
                .value("key", "PATH", "PEM key of the certificate."),
                .value(
                    "frames", "PATH", isRepeating: true,
                    "Recordings to play instead of the synthetic market; may come several times."),
                .value(
                    "speed", "X",
                    "Play recordings this many times faster than recorded; else as fast as they are taken."),
                .value("rate", "N", default: "100", "Steps a second of each synthetic market."),
                .value("seed", "N", default: "1", "The seed of the synthetic markets and faults."),
                .value(
                    "fault", "RULE", isRepeating: true,
                    "A fault from the start, such as kind=drop&probability=0.01; may come several times."),
            ]
        ) { parsed in
            var options = SimulatorOptions()
            options.server.host = parsed.value("host") ?? "127.0.0.1"
            options.server.port = UInt16(try parsed.integer("port", in: 0...65_535) ?? 0)
            options.server.certificateFile = parsed.value("certificate")
            options.server.keyFile = parsed.value("key")
            options.frames = parsed.values("frames")
            options.speed = try parsed.number("speed", in: 0.001...1_000_000)
            options.framesPerSecond = try parsed.number("rate", in: 0.1...100_000) ?? 100
            options.seed = UInt64(try parsed.integer("seed", in: 0...Int.max) ?? 1)
            options.faults = try parsed.values("fault").map { try FaultRule(parsing: $0) }
            let shutdown = ShutdownSignal()
            ServiceRunner(logger: Logger(label: "sim"), shutdown: shutdown).handleSignals()
            let simulator = try VenueSimulator(options: options)
            try simulator.start()
            for venue in VenueRegistry.all {
                for product in venue.products {
                    let bases = simulator.endpoints(venue: venue.name, product: product)
                    StandardOutput().write(lines: [
                        "\(venue.name) \(product.name) \(bases.webSocket[0]) \(bases.rest[0])"
                    ])
                }
            }
            shutdown.wait()
            simulator.stop()
        }
    }
}
