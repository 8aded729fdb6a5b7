// swift-tools-version: 6.2
import PackageDescription

// Tapedeck depends on the Swift toolchain alone and on C and C++ libraries that `make setup` installs:
// Debian's librdkafka, libwebsockets, hiredis, libyaml, libcurl and prometheus-cpp, and Arrow C++ from the pyarrow
// wheel, which lies under .deps/arrow (include/, lib/). It builds offline.

// MARK: - Settings that every Swift target shares

/// `make fuzz` builds with this variable, in a folder of its own: all of the fuzz target's modules tell libFuzzer what they
/// reach, so the flags cannot stand beside the other products.
let isFuzzing = Context.environment["TAPEDECK_FUZZ"] == "1"

/// The Dockerfile builds with this variable: a change of the tests is no change of the image.
let isWithoutTests = Context.environment["TAPEDECK_WITHOUT_TESTS"] == "1"

let swiftSettings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
        // Decoders are generic over nothing, but MarketData's buffers are generic over their element:
        // without this flag each append crosses a module boundary unspecialised (7.5 ns instead of 0.6).
        .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
    ] + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])] : [])

let arrow = "\(Context.packageDirectory)/.deps/arrow"

/// Debian 12's librdkafka, patched (scripts/librdkafka); its headers are the package's. Without it the programs work with
/// what the system has, and are slower to pass records on.
let rdkafka = "\(Context.packageDirectory)/.deps/librdkafka/lib"

/// Linker flags: look for shared libraries here, when linking and when running.
func searching(_ folder: String) -> [String] { ["-L\(folder)", "-Xlinker", "-rpath", "-Xlinker", folder] }

func library(
    _ name: String, at path: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil,
    linkerSettings: [LinkerSetting]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path, exclude: excluded(at: path), resources: resources,
        swiftSettings: swiftSettings, linkerSettings: linkerSettings)
}

func command(_ name: String, at path: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport", "Simulator"], path: "Tests/\(name)",
        swiftSettings: swiftSettings)
}

/// Files that lie beside a target's sources but are not compiled: what readers of the topics and of the code look for.
func excluded(at path: String) -> [String] {
    switch path {
    case "Shared/Documents": ["Schemas"]
    case "Tools/Simulator": ["README.md"]
    case "Tests/Support": ["python"]
    default: []
    }
}

// MARK: - C and C++ libraries, one module each

let wrappers: [Target] = [
    .systemLibrary(
        name: "CRdkafka", path: "Shared/C/CRdkafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
    .systemLibrary(
        name: "CLibwebsockets", path: "Shared/C/CLibwebsockets", pkgConfig: "libwebsockets",
        providers: [.apt(["libwebsockets-dev"])]),
    // hiredis' pkg-config file holds flags that SwiftPM refuses, so the module map links it.
    .systemLibrary(name: "CHiredis", path: "Shared/C/CHiredis", providers: [.apt(["libhiredis-dev"])]),
    // TLS to Redis, which Debian 12's hiredis 0.14 has not; Streams' digests. libwebsockets' and librdkafka's own dependency.
    .systemLibrary(
        name: "COpenSSL", path: "Shared/C/COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CYaml", path: "Shared/C/CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    // glibc's own <malloc.h>, which Swift's Glibc module leaves out.
    .systemLibrary(name: "CMalloc", path: "Shared/C/CMalloc"),
    // Messages to people, over HTTP and SMTP.
    .systemLibrary(
        name: "CCurl", path: "Shared/C/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    // Recordings come packed by gzip; libwebsockets' own dependency.
    .systemLibrary(name: "CZlib", path: "Shared/C/CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
        name: "CPrometheus", path: "Shared/C/CPrometheus",
        linkerSettings: [.linkedLibrary("prometheus-cpp-core")]),
    .target(
        name: "CArrow", path: "Shared/C/CArrow",
        cxxSettings: [.unsafeFlags(["-I\(arrow)/include"])],
        linkerSettings: [
            .unsafeFlags(searching("\(arrow)/lib")),
            // The wheel's libparquet exports a whole OpenSSL of its own. The system's must come first in every
            // program that loads both, or libwebsockets and librdkafka are bound half to each, and crash.
            .linkedLibrary("ssl"), .linkedLibrary("crypto"),
            .linkedLibrary("arrow"), .linkedLibrary("arrow_s3"), .linkedLibrary("parquet"),
        ]),
]

// MARK: - Shared libraries, from the vocabulary outwards

let shared: [Target] = [
    library("Base", at: "Shared/Base"),
    library("MarketData", at: "Shared/MarketData"), library("JSON", at: "Shared/JSON", ["MarketData"]),
    library("Documents", at: "Shared/Documents", ["MarketData", "JSON"]),
    library("VenueKit", at: "Shared/Venues/Kit", ["Base", "MarketData", "JSON"]),
    library("Kafka", at: "Shared/Kafka", ["CRdkafka", "Base"], linkerSettings: [.unsafeFlags(searching(rdkafka))]),
    library("WebSocket", at: "Shared/WebSocket", ["CLibwebsockets", "Base"]),
    library("Redis", at: "Shared/Redis", ["CHiredis", "COpenSSL", "Base"]),
    library("Transfer", at: "Shared/Transfer", ["CCurl"]), library("ObjectStore", at: "Shared/ObjectStore", ["CArrow"]),
    library("Parquet", at: "Shared/Parquet", ["MarketData", "CArrow"]),
    library("Archive", at: "Shared/Archive", ["MarketData", "JSON", "Documents", "Parquet"]),
    library("Runtime", at: "Shared/Runtime", ["CYaml", "CMalloc", "CPrometheus", "Base", "WebSocket", "MarketData"]),
    library("Streams", at: "Shared/Streams", ["COpenSSL", "Base", "Kafka", "MarketData", "Runtime"]),
    library("Spool", at: "Shared/Spool", ["Base", "Kafka", "Runtime"]),
]

// MARK: - Venues: a library each, and their list

let venues = ["Binance", "Bybit", "Coinbase", "Deribit"]
let venueModules: [Target.Dependency] = venues.map { .byName(name: "\($0)Venue") }

let venueTargets: [Target] =
    venues.map { library("\($0)Venue", at: "Shared/Venues/\($0)", ["MarketData", "JSON", "VenueKit"]) } + [
        library("Venues", at: "Shared/Venues/Registry", ["VenueKit"] + venueModules)
    ]

// MARK: - Services: a library each, and a command of about 30 lines

let services: [Target] = [
    library(
        "ProducerCore", at: "Services/producer/Core",
        [
            "Base", "MarketData", "JSON", "Documents", "VenueKit", "Venues", "Kafka", "WebSocket", "Runtime", "Streams",
            "Spool",
        ]),
    library(
        "NormalizerCore", at: "Services/normalizer/Core",
        ["Base", "MarketData", "JSON", "Documents", "VenueKit", "Venues", "Kafka", "Runtime", "Streams"]),
    library(
        "DedupCore", at: "Services/dedup/Core",
        ["Base", "MarketData", "JSON", "Documents", "Kafka", "Runtime", "Streams"]),
    library(
        "ArchiverCore", at: "Services/archiver/Core",
        [
            "Base", "MarketData", "JSON", "Documents", "Kafka", "Parquet", "Archive", "ObjectStore", "Runtime",
            "Streams",
        ]),
    library(
        "SignalsCore", at: "Services/signals/Core",
        ["Base", "MarketData", "JSON", "Documents", "Kafka", "Redis", "Runtime", "Streams"]),
    library(
        "AlertsCore", at: "Services/alerts/Core",
        ["Base", "MarketData", "JSON", "Documents", "Kafka", "Transfer", "Runtime", "Streams"]),
    command("tapedeck-producer", at: "Services/producer/Main", ["ProducerCore", "Runtime", "Streams"]),
    command("tapedeck-normalizer", at: "Services/normalizer/Main", ["NormalizerCore", "Runtime", "Streams"]),
    command("tapedeck-dedup", at: "Services/dedup/Main", ["DedupCore", "Runtime", "Streams"]),
    command("tapedeck-archiver", at: "Services/archiver/Main", ["ArchiverCore", "ObjectStore", "Runtime", "Streams"]),
    command("tapedeck-signals", at: "Services/signals/Main", ["SignalsCore", "Redis", "Runtime", "Streams"]),
    command("tapedeck-alerts", at: "Services/alerts/Main", ["AlertsCore", "Runtime", "Streams"]),
]

// MARK: - Tools: the operator's command, the soak, the venue simulator, and what the first two share

let tools: [Target] = [
    library(
        "Simulator", at: "Tools/Simulator",
        ["CZlib", "Base", "MarketData", "JSON", "VenueKit", "Venues", "WebSocket", "Runtime"] + venueModules),
    library(
        "ToolKit", at: "Tools/Kit",
        ["MarketData", "VenueKit", "Venues", "Kafka", "Redis", "WebSocket", "Runtime", "Streams", "Simulator"]),
    library(
        "TapedeckCore", at: "Tools/TapedeckCore",
        [
            "Base", "MarketData", "JSON", "Documents", "VenueKit", "Venues", "Kafka", "Redis", "Parquet", "WebSocket",
            "Runtime", "Streams", "Spool", "Simulator", "ToolKit",
            // Their sections of the configuration: `config check` reads what they read.
            "ProducerCore", "NormalizerCore", "DedupCore", "ArchiverCore", "SignalsCore", "AlertsCore",
        ]),
    command("tapedeck", at: "Tools/tapedeck", ["TapedeckCore", "Runtime"]),
    library(
        "SoakCore", at: "Tools/Soak/Core",
        ["Base", "MarketData", "JSON", "Documents", "Kafka", "Runtime", "Simulator", "ToolKit"]),
    command("tapedeck-soak", at: "Tools/Soak/Main", ["SoakCore", "Runtime"]),
]

// MARK: - Tests

/// What tests of nearly every module speak of.
let market: [Target.Dependency] = ["MarketData", "JSON", "Documents"]

let testing: [Target] = [
    library(
        "TestSupport", at: "Tests/Support", ["VenueKit", "Venues", "Kafka", "Redis", "Runtime", "Simulator"] + market),
    library(
        "PipelineSupport", at: "Tests/PipelineSupport",
        [
            "Base", "TestSupport", "VenueKit", "Venues", "Kafka", "Redis", "WebSocket", "Runtime", "Streams", "Spool",
            "Simulator", "ProducerCore", "NormalizerCore", "DedupCore", "ArchiverCore", "SignalsCore", "AlertsCore",
        ] + market),
    tests("BaseTests", ["Base"]),
    tests("MarketDataTests", ["MarketData"]), tests("JSONTests", ["JSON", "MarketData"]),
    tests("DocumentsTests", market),
    tests("VenuesTests", ["VenueKit", "Venues"] + market + venueModules),
    tests("KafkaTests", ["Kafka"]), tests("WebSocketTests", ["WebSocket", "Base"]), tests("RedisTests", ["Redis"]),
    tests("TransferTests", ["Transfer"]), tests("DeployTests", ["Runtime", "VenueKit", "Venues"]),
    tests("ParquetTests", ["Parquet", "MarketData"]),
    tests("ArchiveTests", ["Archive", "Parquet", "JSON", "MarketData"]),
    tests("RuntimeTests", ["Runtime", "Base", "Streams", "WebSocket", "Kafka"]),
    tests("StreamsTests", ["Streams", "Base", "Kafka", "Runtime"]),
    tests("SpoolTests", ["Spool", "Base", "PipelineSupport", "Kafka", "Runtime"]),
    tests(
        "ProducerTests",
        [
            "PipelineSupport", "ProducerCore", "Spool", "VenueKit", "Venues", "Kafka", "WebSocket", "Runtime",
        ] + market + venueModules),
    tests("NormalizerTests", ["PipelineSupport", "NormalizerCore", "VenueKit", "Venues", "Kafka", "Runtime"] + market),
    library("DedupSupport", at: "Tests/DedupSupport", ["TestSupport", "DedupCore", "VenueKit", "Venues"] + market),
    tests("DedupTests", ["DedupSupport", "DedupCore", "Kafka", "Runtime"] + market),
    library(
        "TrialSupport", at: "Tests/TrialSupport",
        ["TestSupport", "DedupSupport", "Simulator", "DedupCore", "ArchiverCore", "SignalsCore"] + market),
    tests(
        "TrialTests",
        [
            "TrialSupport", "NormalizerCore", "DedupCore", "ArchiverCore", "SignalsCore", "AlertsCore", "TapedeckCore",
            "Kafka", "Parquet", "Archive", "Redis", "Runtime", "Streams",
        ] + market),
    tests(
        "ArchiverTests",
        ["ArchiverCore", "Base", "Archive", "Parquet", "ObjectStore", "Kafka", "Runtime", "Streams"] + market),
    tests("SignalsTests", ["SignalsCore", "Kafka", "Redis", "Runtime"] + market),
    tests("AlertsTests", ["AlertsCore", "Base", "TapedeckCore", "Kafka", "Transfer", "Runtime"] + market),
    tests("SimulatorTests", ["VenueKit", "Venues", "WebSocket", "Runtime", "JSON", "MarketData"] + venueModules),
    tests("TapedeckTests", ["TapedeckCore", "ToolKit", "VenueKit", "Venues", "Kafka", "Redis", "Runtime"] + market),
    tests("PipelineTests", ["PipelineSupport", "VenueKit", "Venues", "Kafka", "Redis", "Runtime"] + market),
    tests(
        "CasesTests",
        [
            "TrialSupport", "PipelineSupport", "ProducerCore", "Spool", "NormalizerCore", "DedupCore", "SignalsCore",
            "VenueKit", "Venues", "Kafka", "Redis", "Runtime", "Streams",
        ] + market),
    tests(
        "IntegrationTests",
        [
            "PipelineSupport", "NormalizerCore", "DedupCore", "ArchiverCore", "SignalsCore", "VenueKit", "Venues",
            "Kafka", "Redis", "Runtime",
        ] + market),
    tests(
        "DocsTests",
        [
            "ProducerCore", "NormalizerCore", "DedupCore", "ArchiverCore", "SignalsCore", "AlertsCore", "ObjectStore",
            "TapedeckCore", "VenueKit", "Venues", "Runtime", "Streams", "Kafka",
        ] + market),
    .target(name: "CAllocations", path: "Tests/Benchmarks/CAllocations"),
    command(
        "tapedeck-bench", at: "Tests/Benchmarks/Main",
        [
            "CAllocations", "Base", "VenueKit", "Venues", "Kafka", "Redis", "Runtime", "Streams", "Spool",
            "TestSupport", "ProducerCore", "NormalizerCore", "DedupCore", "DedupSupport", "SignalsCore", "TrialSupport",
        ] + market),
]

let fuzzing: [Target] =
    isFuzzing
    ? [
        .target(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "tapedeck-fuzz",
            dependencies: [
                "CFuzzer", "MarketData", "JSON", "Documents", "VenueKit", "Venues", "Redis", "Archive", "DedupCore",
                "SignalsCore", "ArchiverCore", "AlertsCore", "TapedeckCore",
            ],
            path: "Tests/Fuzz/Main", swiftSettings: swiftSettings,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ] : []

let package = Package(
    name: "tapedeck",
    products: ["producer", "normalizer", "dedup", "archiver", "signals", "alerts"].map {
        .executable(name: "tapedeck-\($0)", targets: ["tapedeck-\($0)"])
    } + ["tapedeck", "tapedeck-soak"].map { .executable(name: $0, targets: [$0]) },
    targets: wrappers + shared + venueTargets + services + tools + (isWithoutTests ? [] : testing) + fuzzing,
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
