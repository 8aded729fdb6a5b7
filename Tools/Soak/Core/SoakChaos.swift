import Foundation
import Simulator

/// What goes wrong during a soak, and when: by a seed.
///
/// Only the first source has faults of its own, and none around the moment at which the other one's producer is killed:
/// the sources together are to hold every event, or losing some would be right.
struct SoakChaos {
    private var generator: SeededGenerator
    private var nextFault: Double
    private var nextKill: Double
    private var truceEnd = -1.0

    /// Something that goes wrong.
    enum Event: Equatable {
        /// The first source's faults are these from now on, as `/control/fault` takes them; none is an end of them.
        case faults([String])
        /// A service is killed.
        case kill(String)
    }

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        nextFault = SoakOptions.faultSeconds
        nextKill = SoakOptions.killSeconds
    }

    /// What goes wrong at this moment, in seconds since the beginning.
    mutating func events(at time: Double, services: [String]) -> [Event] {
        var events: [Event] = []
        if time >= nextKill - SoakOptions.truceSeconds, truceEnd < nextKill {
            truceEnd = nextKill + SoakOptions.truceSeconds
            events.append(.faults([]))
        }
        if time >= nextKill, let victim = services.randomElement(using: &generator) {
            nextKill += SoakOptions.killSeconds
            events.append(.kill(victim))
        }
        if time >= nextFault {
            nextFault += SoakOptions.faultSeconds
            if time > truceEnd { events.append(.faults(faults())) }
        }
        return events
    }

    private mutating func faults() -> [String] {
        let all = [
            "kind=drop&probability=0.02", "kind=repeat&probability=0.05",
            "kind=delay&probability=0.05&milliseconds=200",
            "kind=reorder&probability=0.02", "kind=disconnect&probability=0.0005", "kind=cutoff&probability=0.0002",
        ]
        return all.filter { _ in Bool.random(using: &generator) }
            .map { "\($0)&label=primary&seed=\(Int.random(in: 0...1_000_000, using: &generator))" }
    }
}
