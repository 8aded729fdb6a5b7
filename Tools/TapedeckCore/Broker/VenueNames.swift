import VenueKit
import Venues

/// The names of the venues in the registry.
enum VenueNames {
    /// In the registry's order.
    static let all = VenueRegistry.all.map(\.name)
}
