import Base
import Synchronization
import Testing

@Suite("The request to end")
struct ShutdownSignalTests {
    @Test("a request is seen once by everyone, also by who comes late")
    func signal() {
        let shutdown = ShutdownSignal()
        let calls = Atomic(0)
        shutdown.onRequest { calls.add(1, ordering: .relaxed) }
        #expect(!shutdown.isRequested)
        #expect(!shutdown.wait(milliseconds: 1))
        shutdown.request(reason: "first")
        shutdown.request(reason: "second")
        shutdown.onRequest { calls.add(10, ordering: .relaxed) }
        #expect(shutdown.isRequested)
        #expect(shutdown.reason == "first")
        #expect(shutdown.wait(milliseconds: 1_000_000))
        #expect(calls.load(ordering: .relaxed) == 11)
    }

    @Test("a request wakes threads that wait")
    func wakes() {
        let shutdown = ShutdownSignal()
        let patient = WorkerThread(name: "patient") { shutdown.wait() }
        let timed = WorkerThread(name: "timed") { shutdown.wait(milliseconds: 1_000_000) }
        shutdown.request(reason: "test")
        patient.join()
        timed.join()
    }
}
