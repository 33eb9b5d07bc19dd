// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same language rules.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target; its imports are held to the table in ARCHITECTURE.md by `TidyTests`.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A test target; vectors stand in `Tests/Vectors` and are found by path, so nothing is bundled.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["Testbed"], exclude: exclude, swiftSettings: settings)
}

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOWebSocket", package: "swift-nio"),
]
/// What a test of the state machine reaches into.
let runtime: [Target.Dependency] = [
    "SubtensorPallets", "SystemPallets", "Yuma", "Frame", "Cryptography", "RuntimeInterface", "SCALE", "FixedPoint",
    "Hashing", "Primitives",
]
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")

let package = Package(
    name: "myelin",
    platforms: [.macOS("26.0")],
    products: [
        .executable(name: "myelin", targets: ["myelin"]),
        .library(name: "Client", targets: ["Client"]),
        .library(name: "Neuron", targets: ["Neuron"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        // C libraries of the system.
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"]), .brew(["lmdb"])]),
        .systemLibrary(
            name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),

        // Data and mathematics: pure.
        library("SCALE"),
        library("FixedPoint"),
        library("Hashing", ["CSodium", "CXXHash"]),
        library("Primitives", ["SCALE", "FixedPoint", "Hashing"]),
        library("RuntimeInterface", ["SCALE", "FixedPoint", "Hashing", "Primitives"]),
        library("Cryptography", ["Hashing", "SCALE", "Primitives", "CSodium", crypto]),
        library("Yuma", ["FixedPoint", "Primitives", "SCALE"]),
        library("JSON"),

        // The state machine.
        library("Frame", ["RuntimeInterface", "SCALE", "FixedPoint", "Hashing", "Primitives"]),
        library(
            "SystemPallets",
            ["Frame", "Cryptography", "RuntimeInterface", "SCALE", "FixedPoint", "Hashing", "Primitives"]),
        library(
            "SubtensorPallets",
            [
                "SystemPallets", "Yuma", "Frame", "Cryptography", "RuntimeInterface", "SCALE", "FixedPoint",
                "Hashing", "Primitives",
            ]),
        library(
            "Runtime",
            [
                "SystemPallets", "SubtensorPallets", "Yuma", "Frame", "Cryptography", "RuntimeInterface", "SCALE",
                "FixedPoint", "Hashing", "Primitives",
            ]),

        // The chain and its server.
        library("StateTrie", ["SCALE", "Hashing", "Primitives"]),
        library("StateStore", ["StateTrie", "SCALE", "Hashing", "Primitives", "CLMDB"]),
        library(
            "Chain",
            [
                "Runtime", "StateStore", "StateTrie", "Frame", "Cryptography", "RuntimeInterface", "SCALE", "Hashing",
                "Primitives",
            ]),
        library(
            "RPC",
            [
                "JSON", "Chain", "Runtime", "StateStore", "StateTrie", "Frame", "Cryptography", "RuntimeInterface",
                "SCALE",
                "Hashing", "Primitives",
            ]),
        library(
            "Node",
            [
                "RPC", "JSON", "Chain", "Runtime", "StateStore", "SystemPallets", "Frame", "RuntimeInterface", "SCALE",
                "Primitives", logging,
            ] + nio),

        // Users of a chain: never link the state machine.
        library(
            "Client",
            ["JSON", "RuntimeInterface", "Cryptography", "SCALE", "FixedPoint", "Hashing", "Primitives", logging] + nio),
        library(
            "Neuron",
            ["Client", "Cryptography", "RuntimeInterface", "SCALE", "Hashing", "Primitives", httpClient, logging]
                + nio),
        library("Subnets", ["Neuron", "Client", "Cryptography", "RuntimeInterface", "Primitives", logging]),

        // Executables.
        .executableTarget(
            name: "interface", dependencies: ["SCALE", "Hashing", arguments], swiftSettings: settings),
        .executableTarget(
            name: "myelin",
            dependencies: [
                "Node", "RPC", "JSON", "Chain", "Runtime", "StateStore", "Client", "Neuron", "Subnets", "Cryptography",
                "RuntimeInterface", "Primitives", arguments, logging,
            ],
            swiftSettings: settings),

        // Benchmarks.
        .target(
            name: "CallCosts", dependencies: runtime + ["Runtime"], path: "Benchmarks/CallCosts",
            swiftSettings: settings),
        .target(name: "Measuring", path: "Benchmarks/Measuring", swiftSettings: settings),
        .executableTarget(
            name: "Benchmarks",
            dependencies: runtime + [
                "CallCosts", "Measuring", "YumaReference", "Neuron", "Client", "Chain", "Runtime", "StateStore", "JSON",
                arguments,
            ],
            path: "Benchmarks/Table", swiftSettings: settings),
        .executableTarget(
            name: "TransferBenchmark",
            dependencies: ["Measuring", "Cryptography", "RuntimeInterface", "JSON", "SCALE", "Primitives", arguments],
            path: "Benchmarks/TransferBenchmark", swiftSettings: settings),

        // The load test: `make soak-load`.
        .executableTarget(
            name: "Soak",
            dependencies: [
                "Client", "RuntimeInterface", "Cryptography", "JSON", "SCALE", "Hashing", "Primitives", "Testbed",
                arguments,
            ],
            path: "Tests/Soak", swiftSettings: settings),

        // Tests.
        .target(name: "Testbed", path: "Tests/Testbed", swiftSettings: settings),
        .target(
            name: "GeneratedItems", dependencies: ["RuntimeInterface", "SCALE", "Hashing", "Primitives"],
            path: "Tests/GeneratedItems", swiftSettings: settings),
        .target(
            name: "HostileInput", dependencies: ["Testbed", "RuntimeInterface", "SCALE", "Primitives"],
            path: "Tests/HostileInput", swiftSettings: settings),
        .target(
            name: "YumaReference", dependencies: ["Yuma"], path: "Tests/YumaReference", swiftSettings: settings),
        tests("SCALETests", ["SCALE"]),
        tests("JSONTests", ["JSON"]),
        tests("FixedPointTests", ["FixedPoint"]),
        tests("HashingTests", ["Hashing"]),
        tests("CryptographyTests", ["Cryptography", "Hashing", "SCALE", "Primitives", "CSodium"]),
        tests("YumaTests", ["Yuma", "YumaReference", "FixedPoint", "Hashing", "Primitives", "SCALE"]),
        tests(
            "InterfaceTests",
            [
                "GeneratedItems", "HostileInput", "interface", "RuntimeInterface", "SCALE", "FixedPoint", "Hashing",
                "Primitives",
            ]),
        tests("StateTrieTests", ["StateTrie", "SCALE", "Hashing", "Primitives"]),
        tests("StateStoreTests", ["StateStore", "StateTrie", "SCALE", "Hashing", "Primitives"]),
        tests("RuntimeTests", runtime + ["CallCosts", "HostileInput", "Runtime", "YumaReference"]),
        tests("ChainTests", runtime + ["Chain", "Runtime", "StateStore", "StateTrie", "YumaReference"]),
        tests("RPCTests", runtime + ["RPC", "JSON", "Chain", "Runtime", "StateStore"]),
        tests(
            "NodeTests", runtime + ["Node", "RPC", "JSON", "Chain", "Runtime", "StateStore", logging] + nio,
            exclude: ["python"]),
        tests(
            "ClientTests",
            ["Client", "Node", "RPC", "JSON", "RuntimeInterface", "Cryptography", "SCALE", "Primitives", logging] + nio),
        tests(
            "NeuronTests",
            ["Neuron", "Subnets", "Client", "Cryptography", "RuntimeInterface", "Hashing", "Primitives", logging] + nio,
            exclude: ["python"]),
        tests(
            "SubnetsTests",
            ["Subnets", "Neuron", "Yuma", "YumaReference", "FixedPoint", "Cryptography", "Primitives", logging]),
        tests(
            "AcceptanceTests",
            runtime + ["HostileInput", "Client", "Subnets", "JSON", "Chain", "Runtime", "StateStore", "YumaReference"]),
        tests("CommandTests", ["myelin", "JSON", logging]),
        tests("TidyTests", []),
    ],
    swiftLanguageModes: [.v6]
)
