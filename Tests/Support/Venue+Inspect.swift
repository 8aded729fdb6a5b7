public import VenueKit

extension Venue {
    /// What a fresh reader finds in one frame, all of it looked for.
    public func inspect(_ frame: some Sequence<UInt8>) -> FrameInspection {
        guard let product = products.first else { return FrameInspection() }
        var reader = makeReader(for: product)
        return Array(frame).withUnsafeBytes { reader.inspect(SessionFrame($0), for: .everything) }
    }
}
