// Declarations alone; SwiftPM wants a source.
