@testable import ProducerCore
import Runtime
import Spool
import Testing

@Suite("When a producer is ready")
struct ReadinessTests {
    private static let second: Int64 = 1_000_000_000

    @Test("every connection that is needed must record, and there must be one")
    func connections() {
        let state = RecordingState()
        #expect(state.status == .failing("0 of 0 connections are open"))
        state.note(wanted: 2, recording: 1, unlisted: 0)
        #expect(state.status == .failing("1 of 2 connections are open"))
        state.note(wanted: 2, recording: 2, unlisted: 0)
        #expect(state.status == .ok)
    }

    @Test("a product whose symbols are not listed yet keeps it waiting, although the other's connections record")
    func listing() {
        let state = RecordingState()
        state.note(wanted: 2, recording: 2, unlisted: 1)
        #expect(state.status == .failing("the venue has not listed its symbols yet"))
    }

    @Test("records that wait while Kafka acknowledges nothing count against it from the last progress on")
    func acknowledgements() {
        let watch = AcknowledgementWatch(now: 0)
        watch.look(pending: 0, acknowledged: 0, now: 100 * Self.second)
        #expect(watch.seconds == 0)
        watch.look(pending: 5, acknowledged: 0, now: 120 * Self.second)
        #expect(watch.seconds == 20)
        #expect(watch.status(maxSeconds: 20) == .ok)
        watch.look(pending: 9, acknowledged: 0, now: 121 * Self.second)
        #expect(watch.status(maxSeconds: 20) == .failing("nothing was acknowledged for 21 s although records wait"))
        watch.look(pending: 8, acknowledged: 1, now: 122 * Self.second)
        #expect(watch.seconds == 0)
    }

    @Test("what waits since a moment ago is not blamed for the quiet before it")
    func quiet() {
        let watch = AcknowledgementWatch(now: 0)
        watch.look(pending: 0, acknowledged: 7, now: 3_600 * Self.second)
        watch.look(pending: 1, acknowledged: 7, now: 3_601 * Self.second)
        #expect(watch.seconds == 1)
    }
}
