import Synchronization

/// Collects what handlers tell from other threads.
final class Recorder<Element: Sendable>: Sendable {
    private let state = Mutex<[Element]>([])

    func append(_ element: Element) { state.withLock { $0.append(element) } }

    var elements: [Element] { state.withLock { $0 } }
}
