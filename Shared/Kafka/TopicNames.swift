import CRdkafka
import Synchronization

/// The names of the topics that a consumer has seen, so that a record's topic does not allocate a String.
///
/// librdkafka keeps one topic object per name for the client's lifetime, and the records of a partition arrive together, so the
/// last used entry answers nearly every call.
final class TopicNames: Sendable {
    private struct State {
        var lastPointer: UInt = 0
        var lastName = ""
        var names: [UInt: String] = [:]
    }

    private let state = Mutex(State())

    func name(of topic: OpaquePointer?) -> String {
        let key = UInt(bitPattern: topic)
        guard let topic else { return "" }
        return state.withLock { state in
            if state.lastPointer == key { return state.lastName }
            let name = state.names[key] ?? String(cString: rd_kafka_topic_name(topic))
            state.names[key] = name
            state.lastPointer = key
            state.lastName = name
            return name
        }
    }
}
