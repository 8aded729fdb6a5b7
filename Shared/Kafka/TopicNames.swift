import CRdkafka
import Synchronization

/// The names of the topics that a consumer has met, so that a record's topic costs no String.
///
/// librdkafka keeps one topic object a name as long as the client lives, and a partition's records come together:
/// the last one asked for answers nearly every call.
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
