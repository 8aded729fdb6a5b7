import CLibwebsockets
import Glibc

/// Owns what libwebsockets keeps pointers to: names, file paths, protocol and extension lists.
///
/// The library does not copy them, so they live as long as the context.
final class LibraryMemory {
    private var blocks: [UnsafeMutableRawPointer] = []

    func string(_ text: String) -> UnsafePointer<CChar> {
        let copy = strdup(text)!
        blocks.append(copy)
        return UnsafePointer(copy)
    }

    func array<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
        copy.initialize(from: elements, count: elements.count)
        blocks.append(copy)
        return UnsafePointer(copy)
    }

    /// Frees all of it; the context must be gone.
    func free() {
        for block in blocks { Glibc.free(block) }
        blocks = []
    }
}
