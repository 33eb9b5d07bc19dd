import Foundation
import Hashing
import Testbed
import Testing

@Suite struct StorageKeyTests {
    private struct File: Decodable {
        let cases: [Case]
    }

    private struct Case: Decodable {
        struct Part: Decodable {
            let hasher, encoded: String
        }

        let op: String
        let pallet, item, key: String?
        let keys: [Part]?
        let data, blake2_256, blake2_128, twox_64, twox_128, twox_256: String?
    }

    private static let hashers: [String: StorageHasher] = [
        "Blake2_128Concat": .blake2_128Concat, "Twox64Concat": .twox64Concat, "Identity": .identity,
        "Blake2_128": .blake2_128, "Blake2_256": .blake2_256, "Twox128": .twox128, "Twox256": .twox256,
    ]

    @Test("storage keys are those of the chain")
    func storageKeys() throws {
        var count = 0
        for file in Vectors.files(in: "economy") where file.lastPathComponent == "keys.json" {
            for vector in try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases {
                switch vector.op {
                case "storage_key":
                    var path = Twox.hash128(try #require(vector.pallet)) + Twox.hash128(try #require(vector.item))
                    for part in vector.keys ?? [] {
                        let hasher = try #require(Self.hashers[part.hasher])
                        hasher.append(try #require([UInt8](hex: part.encoded)), to: &path)
                    }
                    #expect(path.hex == vector.key)
                case "hash":
                    let data = try #require([UInt8](hex: vector.data ?? "no data"))
                    #expect(Blake2b.hash256(data).hex == vector.blake2_256)
                    #expect(Blake2b.hash128(data).hex == vector.blake2_128)
                    #expect(Twox.hash64(data).hex == vector.twox_64)
                    #expect(Twox.hash128(data).hex == vector.twox_128)
                    #expect(Twox.hash256(data).hex == vector.twox_256)
                default: continue
                }
                count += 1
            }
        }
        #expect(count > 0)
        print("storage keys: \(count) cases")
    }

    @Test("a reversible hasher leaves the key after its prefix, any other leaves the prefix alone")
    func prefixes() {
        for hasher in StorageHasher.allCases {
            for key: [UInt8] in [[], [7], Array(0..<200)] {
                var path: [UInt8] = [0xAA]
                hasher.append(key, to: &path)
                #expect(path[0] == 0xAA)
                let appended = Array(path[1...])
                #expect(appended.count == hasher.prefixLength + (hasher.isReversible ? key.count : 0))
                if hasher.isReversible { #expect(Array(appended[hasher.prefixLength...]) == key) }
            }
        }
    }

    @Test("hashers have the indices of the metadata")
    func indices() {
        #expect(StorageHasher.allCases.map(\.rawValue) == Array(0...6))
    }
}
