public import MarketData
import VenueKit

/// The levels that changed between two publications, with all numbers that any venue sends for them.
public struct SyntheticBookChange: Sendable, Hashable {
    /// One changed level.
    public struct Change: Sendable, Hashable {
        /// The side.
        public var side: Side
        /// The new level.
        public var level: SyntheticLevel
        /// Whether the level existed at the previous publication.
        public var wasThere: Bool

        /// A level of zero lots is removed.
        public init(side: Side, level: SyntheticLevel, wasThere: Bool) {
            self.side = side
            self.level = level
            self.wasThere = wasThere
        }
    }

    /// The changed levels, each once.
    public var changes: [Change]
    /// The number of publications of this symbol, from 1.
    public var publication: Int64
    /// The first level update that it contains; each change of a level is one update of its symbol.
    public var firstUpdate: Int64
    /// The last update that it contains.
    public var lastUpdate: Int64
    /// The last update of the previous publication.
    public var previousUpdate: Int64
    /// The market's own counter over all symbols at this publication.
    public var crossSequence: Int64
    /// The `crossSequence` of this symbol's previous publication.
    public var previousCrossSequence: Int64

    /// The numbers are those after the publication.
    public init(
        changes: [Change], publication: Int64, firstUpdate: Int64, lastUpdate: Int64, previousUpdate: Int64,
        crossSequence: Int64, previousCrossSequence: Int64
    ) {
        self.changes = changes
        self.publication = publication
        self.firstUpdate = firstUpdate
        self.lastUpdate = lastUpdate
        self.previousUpdate = previousUpdate
        self.crossSequence = crossSequence
        self.previousCrossSequence = previousCrossSequence
    }
}
