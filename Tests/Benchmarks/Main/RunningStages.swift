import Base
import Dispatch
import Runtime

/// Runs services on threads of this process.
final class RunningStages {
    private let shutdown = ShutdownSignal()
    private let ended = DispatchGroup()

    init(_ services: [any Service]) {
        for service in services {
            ended.enter()
            WorkerThread.detach(name: service.name) { [shutdown, ended] in
                do { try service.run(until: shutdown) } catch { print("\(service.name): \(error)") }
                ended.leave()
            }
        }
    }

    func stop() {
        shutdown.request(reason: "measured")
        ended.wait()
    }
}
