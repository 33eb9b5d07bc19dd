import Foundation
import SCALE
import Testbed
import Testing

@Suite struct MetadataTests {
    static let blob: [UInt8] = (try? [UInt8](Vectors.data("metadata/union-v15.scale"))) ?? []

    @Test("the reference blob decodes and encodes to the same bytes")
    func roundTrip() throws {
        let metadata = try RuntimeMetadata(blob: Self.blob)
        #expect(metadata.pallets.count == 28)
        #expect(metadata.types.types.count == 804)
        #expect(metadata.encodedV15() == Self.blob)
    }

    @Test("version 14 keeps types, pallets and extrinsic, and names the extrinsic's type")
    func versionFourteen() throws {
        let metadata = try RuntimeMetadata(blob: Self.blob)
        let older = try RuntimeMetadata(blob: metadata.encodedV14())
        #expect(older.types.types.prefix(804) == metadata.types.types[...])
        #expect(
            older.pallets
                == metadata.pallets.map { pallet in
                    var pallet = pallet
                    pallet.docs = []
                    return pallet
                })
        #expect(older.extrinsic == metadata.extrinsic)
        #expect(older.apis.isEmpty && older.outer == nil)
        #expect(older.encodedV14() == metadata.encodedV14())
    }

    @Test("version 14 adds the extrinsic's type to a registry that lacks it")
    func extrinsicTypeIsAdded() throws {
        var metadata = try RuntimeMetadata(blob: Self.blob)
        let path = "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic"
        let id = try #require(metadata.types.first(path: path))
        metadata.types.replace(id, with: PortableType(path: [], parameters: [], definition: .tuple([])))
        let older = try RuntimeMetadata(blob: metadata.encodedV14())
        #expect(older.types.types.count == 807)
        #expect(older.extrinsic == metadata.extrinsic)
    }

    @Test("types are found by path and by id")
    func lookups() throws {
        let types = try RuntimeMetadata(blob: Self.blob).types
        let account = try #require(types.first(path: "sp_core::crypto::AccountId32"))
        #expect(types[account]?.path.last == "AccountId32")
        #expect(types.all(path: "substrate_fixed::FixedU128").count == 2)
        #expect(types.first(path: "no::Such") == nil)
        #expect(types[TypeID(100_000)] == nil)
    }

    @Test("a blob cut short is refused, wherever it is cut")
    func truncated() {
        for length in stride(from: 0, to: Self.blob.count, by: 997) {
            #expect(throws: ScaleError.self) { try RuntimeMetadata(blob: Array(Self.blob[..<length])) }
        }
        #expect(throws: ScaleError.trailingBytes(1)) { try RuntimeMetadata(blob: Self.blob + [0]) }
    }

    @Test("damaged blobs are refused or read as something else, and never trap", arguments: [1, 2, 3] as [UInt64])
    func damaged(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<60 {
            var blob = Self.blob
            for _ in 0..<3 {
                blob[Int.random(in: 0..<blob.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let metadata = try? RuntimeMetadata(blob: blob) else { continue }
            _ = metadata.encodedV15()
        }
    }

    @Test("other versions of the format are refused")
    func otherVersions() {
        for version in [13, 16] as [UInt8] {
            var blob = Self.blob
            blob[4] = version
            #expect(throws: ScaleError.self) { try RuntimeMetadata(blob: blob) }
        }
    }
}
