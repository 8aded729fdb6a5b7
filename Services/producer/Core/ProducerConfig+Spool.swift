package import Spool
import VenueKit

extension ProducerConfig {
    /// Whose its spool is.
    package var spoolOwner: SpoolOwner {
        SpoolOwner(
            name: name, parts: [venue.name, source], labels: ["venue": venue.name, "source": source])
    }
}
