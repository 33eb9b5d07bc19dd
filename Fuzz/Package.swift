// swift-tools-version: 6.2
import PackageDescription

/// The language rules of the project.
let plain: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-enable-testing"]),
]
/// The same and libFuzzer's instrumentation, which only the project's own modules carry.
let instrumented = plain + [.unsafeFlags(["-sanitize=fuzzer"])]

/// A target of the project, from the same sources.
func library(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(name)", exclude: exclude, swiftSettings: instrumented)
}

let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"].map {
    .product(name: $0, package: "swift-nio")
}
let data: [Target.Dependency] = ["SCALE", "FixedPoint", "Hashing", "Primitives", "RuntimeInterface", "Cryptography"]
let machine: [Target.Dependency] = data + ["Yuma", "Frame", "SystemPallets", "SubtensorPallets"]

let package = Package(
    name: "fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", path: "Sources/CSodium", pkgConfig: "libsodium"),
        .systemLibrary(name: "CLMDB", path: "Sources/CLMDB", pkgConfig: "lmdb"),
        .systemLibrary(name: "CXXHash", path: "Sources/CXXHash", pkgConfig: "libxxhash"),
        .systemLibrary(name: "LibFuzzer", path: "LibFuzzer"),

        library("SCALE"),
        library("FixedPoint"),
        library("JSON"),
        library("Hashing", ["CSodium", "CXXHash"]),
        library("Primitives", ["SCALE", "FixedPoint", "Hashing"]),
        library("RuntimeInterface", ["SCALE", "FixedPoint", "Hashing", "Primitives"]),
        library(
            "Cryptography",
            ["SCALE", "Hashing", "Primitives", "CSodium", .product(name: "Crypto", package: "swift-crypto")]),
        library("Yuma", ["SCALE", "FixedPoint", "Primitives"]),
        library("Frame", ["SCALE", "FixedPoint", "Hashing", "Primitives", "RuntimeInterface"]),
        library("SystemPallets", data + ["Frame"]),
        library("SubtensorPallets", data + ["Frame", "Yuma", "SystemPallets"]),
        library("Runtime", machine),
        library("StateTrie", ["SCALE", "Hashing", "Primitives"]),
        library("StateStore", ["SCALE", "Hashing", "Primitives", "StateTrie", "CLMDB"]),
        library("Chain", machine + ["Runtime", "StateStore", "StateTrie"]),
        library("RPC", machine + ["Runtime", "StateStore", "StateTrie", "Chain", "JSON"]),
        library(
            "Node",
            machine + [
                "Runtime", "StateStore", "Chain", "JSON", "RPC", .product(name: "Logging", package: "swift-log"),
            ]
                + nio),
        // Without the half that calls others: it would bring a second TLS library.
        library(
            "Neuron", data + [.product(name: "Logging", package: "swift-log")] + nio, exclude: ["Dendrite", "Chain"]),
        library("Client", data + ["JSON", .product(name: "Logging", package: "swift-log")] + nio),

        // What the tests make hostile input from.
        .target(
            name: "Testbed", path: "Tests/Testbed", exclude: ["Vectors.swift"], swiftSettings: plain),
        .target(
            name: "HostileInput", dependencies: ["Testbed"] + data, path: "Tests/HostileInput", swiftSettings: plain),
        .target(
            name: "GeneratedItems", dependencies: data, path: "Tests/GeneratedItems", swiftSettings: plain),

        .executableTarget(
            name: "fuzz",
            dependencies: machine + [
                "LibFuzzer", "Runtime", "StateStore", "Chain", "JSON", "RPC", "Node", "Neuron", "Client",
                "Testbed", "HostileInput", "GeneratedItems", .product(name: "NIOEmbedded", package: "swift-nio"),
            ] + nio,
            path: "Program", swiftSettings: plain),
    ],
    swiftLanguageModes: [.v6]
)
