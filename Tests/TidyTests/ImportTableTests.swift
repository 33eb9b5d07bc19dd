import Foundation
import Testing

/// The table of ARCHITECTURE.md, section 2: who may import whom.
@Suite struct ImportTableTests {
    /// What a target may import by itself. What its imports may import it may import too.
    private static let direct: [String: Set<String>] = [
        "CSodium": [], "CLMDB": [], "CXXHash": [],
        "SCALE": [],
        "FixedPoint": [],
        "Hashing": ["CSodium", "CXXHash"],
        "Primitives": ["SCALE", "FixedPoint", "Hashing"],
        "Cryptography": ["Primitives", "Hashing", "SCALE", "CSodium", "Crypto"],
        "RuntimeInterface": ["Primitives", "SCALE", "FixedPoint", "Hashing"],
        "interface": ["SCALE", "Hashing", "ArgumentParser", "Foundation", "FoundationEssentials"],
        "Frame": ["RuntimeInterface"],
        "Yuma": ["FixedPoint", "Primitives"],
        "JSON": [],
        "SystemPallets": ["Frame", "Cryptography"],
        "SubtensorPallets": ["SystemPallets", "Yuma"],
        "Runtime": ["SystemPallets", "SubtensorPallets"],
        "StateTrie": ["SCALE", "Hashing", "Primitives"],
        "StateStore": ["StateTrie", "CLMDB"],
        "Chain": ["Runtime", "StateStore"],
        "RPC": ["Chain", "JSON"],
        "Node": ["RPC", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "Logging"],
        "Client": [
            "JSON", "RuntimeInterface", "Cryptography", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "Logging",
        ],
        "Neuron": ["Client", "AsyncHTTPClient"],
        "Subnets": ["Neuron"],
    ]

    /// Targets whose results every node must agree on: neither Foundation nor clocks.
    private static let pure: Set<String> = [
        "SCALE", "FixedPoint", "Hashing", "Primitives", "RuntimeInterface", "Frame", "Yuma", "SystemPallets",
        "SubtensorPallets", "Runtime", "StateTrie",
    ]

    /// Modules of the system that any target outside the pure ones may import.
    private static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Darwin", "Musl",
    ]

    private static func allowed(_ target: String) -> Set<String> {
        var reached: Set<String> = []
        var open = Array(direct[target] ?? [])
        while let next = open.popLast() {
            guard reached.insert(next).inserted else { continue }
            open.append(contentsOf: direct[next] ?? [])
        }
        return reached
    }

    private static func module(imported line: String) -> String? {
        let words = line.split(separator: " ").map(String.init)
        guard let index = words.firstIndex(of: "import"),
            words[..<index].allSatisfy({
                ["public", "package", "internal", "private", "@testable", "@preconcurrency"].contains($0)
            }), index + 1 < words.count
        else { return nil }
        let name = words[index + 1]
        return ["struct", "class", "enum", "func"].contains(name) && index + 2 < words.count
            ? words[index + 2].split(separator: ".").first.map(String.init)
            : name.split(separator: ".").first.map(String.init)
    }

    @Test("every target imports only what the table allows")
    func imports() throws {
        for file in try SourceTree.swiftFiles(in: ["Sources"]) {
            let target = try #require(file.target, "\(file.path) belongs to no target")
            guard target != "myelin" else { continue }
            #expect(Self.direct[target] != nil, "target \(target) is not in the table")
            let allowed = Self.allowed(target).union(Self.pure.contains(target) ? [] : Self.system)
            for (index, line) in file.lines.enumerated() {
                guard let module = Self.module(imported: line) else { continue }
                #expect(allowed.contains(module), "\(file.path):\(index + 1) imports \(module)")
            }
        }
    }

    @Test("pure targets use no clock, no floating point and no randomness")
    func purity() throws {
        let names: Set<String> = ["Double", "Float", "Date", "ContinuousClock", "SystemRandomNumberGenerator", "async"]
        for file in try SourceTree.swiftFiles(in: ["Sources"]) where Self.pure.contains(file.target ?? "") {
            for (index, line) in file.lines.enumerated() {
                let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
                let words = code.split { !$0.isLetter && !$0.isNumber }.map(String.init)
                let found = words.first(where: names.contains) ?? (code.contains(".random(") ? "random" : nil)
                #expect(found == nil, "\(file.path):\(index + 1) uses \(found ?? "") where all nodes must agree")
            }
        }
    }
}
