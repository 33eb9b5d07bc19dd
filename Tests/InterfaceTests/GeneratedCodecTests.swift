import Foundation
import Hashing
import HostileInput
import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import GeneratedItems

/// The generated Swift against the served metadata: random values of every type, written by the registry, must decode
/// and encode to the same bytes.
@Suite struct GeneratedCodecTests {
    let metadata: RuntimeMetadata

    init() throws { metadata = try RuntimeMetadata(blob: ServedMetadata.v15(slotDuration: 250)) }

    @Test("random calls decode, name themselves and encode back", arguments: [11, 12] as [UInt64])
    func calls(seed: UInt64) throws {
        var random = RandomValue(metadata.types, seed: seed)
        var count = 0
        for pallet in metadata.pallets {
            for variant in metadata.variants(of: pallet.calls) {
                for _ in 0..<20 {
                    let bytes = [pallet.index, variant.index] + variant.fields.flatMap { random.bytes($0.type) }
                    let call = try RuntimeCall(scale: bytes)
                    #expect(call.encoded() == bytes, "\(variant.name), seed \(seed)")
                    let info = call.info
                    #expect(info.palletName == pallet.name && info.callName == variant.name)
                    #expect(info.pallet == pallet.index && info.call == variant.index)
                    count += 1
                }
            }
        }
        print("generated calls: \(count) cases")
    }

    @Test("random events decode, name themselves and encode back", arguments: [13, 14] as [UInt64])
    func events(seed: UInt64) throws {
        var random = RandomValue(metadata.types, seed: seed)
        for pallet in metadata.pallets {
            for variant in metadata.variants(of: pallet.events) {
                for _ in 0..<20 {
                    let bytes = [pallet.index, variant.index] + variant.fields.flatMap { random.bytes($0.type) }
                    let event = try RuntimeEvent(scale: bytes)
                    #expect(event.encoded() == bytes, "\(variant.name), seed \(seed)")
                    #expect(event.name == (pallet.name, variant.name))
                }
            }
        }
    }

    @Test("typed storage items are those of the metadata: names, hashers, fallbacks, keys and values")
    func storage() throws {
        var random = RandomValue(metadata.types, seed: 15)
        let items = metadata.pallets.flatMap { pallet in
            (pallet.storage?.items ?? []).map { (pallet.storage?.prefix ?? "", $0) }
        }
        #expect(items.count == GeneratedItems.storage.count)
        for (generated, (prefix, item)) in zip(GeneratedItems.storage, items) {
            #expect(generated.item.pallet == prefix && generated.item.name == item.name)
            #expect(generated.item.bytes == Twox.hash128(prefix) + Twox.hash128(item.name))
            #expect(generated.fallback == (item.modifier == .optional ? nil : item.fallback), "\(item.name)")
            for _ in 0..<10 {
                let bytes = random.bytes(item.kind.value)
                #expect(try generated.value.run(bytes) == bytes, "\(item.name)")
            }
            guard case .map(let hashers, let key, _) = item.kind else { continue }
            #expect(generated.hashers.map(\.rawValue) == hashers.map(\.rawValue))
            #expect(generated.keys.count == hashers.count)
            for _ in 0..<5 {
                let bytes = random.bytes(key)
                let (path, keys) = try generated.roundPath(bytes)
                #expect(keys == bytes, "\(item.name)")
                #expect(path.starts(with: generated.item.bytes) && path.count >= 32 + bytes.count)
            }
        }
        print("generated storage: \(items.count) items")
    }

    @Test("typed constants are those of the metadata")
    func constants() throws {
        for (pallet, name, value) in GeneratedItems.constants {
            let constant = try #require(metadata.pallet(pallet)?.constants.first { $0.name == name })
            if name != "Version" { #expect(constant.value == value, "\(pallet).\(name)") }
        }
    }

    @Test("typed methods of runtime APIs are those of the metadata")
    func methods() throws {
        var random = RandomValue(metadata.types, seed: 16)
        let methods = metadata.apis.flatMap { api in api.methods.map { (api.name, $0) } }
        #expect(methods.count == GeneratedItems.methods.count)
        for (generated, (api, method)) in zip(GeneratedItems.methods, methods) {
            #expect(generated.name == "\(api)_\(method.name)")
            #expect(generated.inputs.count == method.inputs.count)
            for _ in 0..<10 {
                for (input, known) in zip(generated.inputs, method.inputs) {
                    let bytes = random.bytes(known.type)
                    #expect(try input.run(bytes) == bytes, "\(method.name)")
                }
                let bytes = random.bytes(method.output)
                #expect(try generated.output.run(bytes) == bytes, "\(method.name)")
            }
        }
        print("generated methods: \(methods.count)")
    }

    @Test("random values survive the dynamic reading too")
    func dynamic() throws {
        var random = RandomValue(metadata.types, seed: 17)
        let types = metadata.types
        for index in 0..<types.types.count {
            let id = TypeID(UInt32(index))
            for _ in 0..<4 {
                let bytes = random.bytes(id)
                #expect(try types.encoded(try types.decode(id, bytes), as: id) == bytes, "type \(id)")
            }
        }
    }

    @Test("calls nested deeper than allowed are refused")
    func nesting() {
        // Sudo.sudo within Sudo.sudo, and a remark at the end.
        func nested(_ depth: Int) -> [UInt8] { (0..<depth).flatMap { _ in [12, 0] as [UInt8] } + [0, 0, 0] }
        #expect(throws: Never.self) { try RuntimeCall(scale: nested(60)) }
        #expect(throws: ScaleError.nestedTooDeep) { try RuntimeCall(scale: nested(64)) }
        #expect(throws: ScaleError.nestedTooDeep) { try RuntimeCall(scale: nested(100_000)) }
    }

    @Test("random bytes never trap the decoders", arguments: [21, 22] as [UInt64])
    func noise(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<3000 {
            let bytes =
                [UInt8.random(in: 0...31, using: &random)] + random.bytes(Int.random(in: 0...80, using: &random))
            if let call = try? RuntimeCall(scale: bytes) { #expect(call.encoded() == bytes) }
            _ = try? RuntimeEvent(scale: bytes)
            _ = try? Extrinsic(bytes)
        }
    }

    @Test("failures become module errors with the pallet's index")
    func failures() throws {
        guard case .module(let error) = DispatchError.subtensor(.notEnoughStakeToWithdraw) else {
            Issue.record("not a module error")
            return
        }
        #expect(error.index == 7 && error.error.bytes == [9, 0, 0, 0])
        #expect(Subtensor.Failure.notEnoughStakeToWithdraw.name == "NotEnoughStakeToWithdraw")
    }
}
