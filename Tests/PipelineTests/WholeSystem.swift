import Testing

/// The tests that run every service: one after the other, as two cores are enough for one such system.
@Suite("The whole system", .serialized)
enum WholeSystem {}
