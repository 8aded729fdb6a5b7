package import Spool
import VenueKit

extension ProducerConfig {
    /// The owner of its spool.
    package var spoolOwner: SpoolOwner {
        SpoolOwner(
            name: name, parts: [venue.name, source], labels: ["venue": venue.name, "source": source])
    }
}
