import Foundation
import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import Client

@Suite("Typed items against the chain's metadata")
struct ShapeCheckTests {
    private let served = ServedMetadata.metadata(slotDuration: 250)

    private func change(_ name: String, in pallet: String, _ body: (inout StorageItemMetadata) -> Void)
        -> RuntimeMetadata
    {
        var metadata = served
        guard let index = metadata.pallets.firstIndex(where: { $0.name == pallet }),
            let item = metadata.pallets[index].storage?.items.firstIndex(where: { $0.name == name })
        else { return metadata }
        if var storage = metadata.pallets[index].storage {
            body(&storage.items[item])
            metadata.pallets[index].storage = storage
        }
        return metadata
    }

    private func mismatch(_ body: () throws(ClientError) -> Void) -> (item: String, expected: String, found: String)? {
        do throws(ClientError) { try body() } catch {
            if case .shapeMismatch(let item, let expected, let found) = error { return (item, expected, found) }
            Issue.record("\(error)")
        }
        return nil
    }

    @Test("the served metadata agrees with itself, item by item")
    func itself() throws {
        let check = ShapeCheck(served)
        var count = 0
        for pallet in served.pallets {
            for item in pallet.storage?.items ?? [] {
                _ = try check.storage(StoragePrefix(pallet.storage?.prefix ?? "", item.name))
                count += 1
            }
        }
        for method in RuntimeAPIMethod.allCases {
            try check.method(method.rawValue)
            count += 1
        }
        #expect(check.hasOnlyKnownEvents)
        try check.extrinsicFormat()
        print("shape: \(count) items of the served metadata")
        #expect(count > 200)
    }

    @Test("the union metadata of the reference has every served item with the same shape")
    func union() throws {
        let blob = [UInt8](try Vectors.data("metadata/union-v15.scale"))
        let check = ShapeCheck(try RuntimeMetadata(blob: blob))
        var count = 0
        for pallet in served.pallets {
            for item in pallet.storage?.items ?? [] {
                let found = mismatch { () throws(ClientError) in
                    _ = try check.storage(StoragePrefix(pallet.storage?.prefix ?? "", item.name))
                }
                #expect(found == nil, "\(String(describing: found))")
                count += 1
            }
        }
        for method in RuntimeAPIMethod.allCases {
            let found = mismatch { () throws(ClientError) in try check.method(method.rawValue) }
            #expect(found == nil, "\(String(describing: found))")
            count += 1
        }
        let call = RuntimeCall.subtensor(.burnedRegister(netuid: 1, hotkey: .zero))
        #expect(try check.encoded(call) == call.encoded())
        try check.extrinsicFormat()
        #expect(!check.hasOnlyKnownEvents)
        print("shape: \(count) items of the union metadata")
    }

    @Test("another hasher, value, key or modifier is refused by name")
    func storage() {
        let item = Subtensor.tempo.item
        let hashers = ShapeCheck(
            change("Tempo", in: "SubtensorModule") { item in
                if case .map(_, let key, let value) = item.kind {
                    item.kind = .map(hashers: [.twox64Concat], key: key, value: value)
                }
            })
        let first = mismatch { () throws(ClientError) in _ = try hashers.storage(item) }
        #expect(first?.item == "storage SubtensorModule.Tempo")
        #expect(first?.found.contains("twox64Concat") == true)

        let value = ShapeCheck(
            change("Tempo", in: "SubtensorModule") { item in
                if case .map(let hashers, let key, _) = item.kind {
                    item.kind = .map(
                        hashers: hashers, key: key, value: served.types.first(path: "sp_core::crypto::AccountId32") ?? 0
                    )
                }
            })
        let second = mismatch { () throws(ClientError) in _ = try value.storage(item) }
        #expect(second?.expected == "value: u16")
        let modifier = ShapeCheck(change("Tempo", in: "SubtensorModule") { $0.modifier = .optional })
        #expect(mismatch { () throws(ClientError) in _ = try modifier.storage(item) } != nil)
        let gone = ShapeCheck(change("Tempo", in: "SubtensorModule") { $0.name = "Tempi" })
        #expect(mismatch { () throws(ClientError) in _ = try gone.storage(item) }?.found == "nothing of this name")
        // The verdict stands: the second question has the same answer.
        #expect(mismatch { () throws(ClientError) in _ = try gone.storage(item) } != nil)
    }

    @Test("a field renamed deep inside of a value is named with its place")
    func deepField() throws {
        var metadata = served
        let id = try #require(
            metadata.types.types.firstIndex { type in
                guard case .composite(let fields) = type.definition else { return false }
                return fields.map(\.name) == ["free", "reserved", "frozen", "flags"]
            })
        var type = metadata.types.types[id]
        guard case .composite(var fields) = type.definition else { return }
        fields[1].name = "held"
        type.definition = .composite(fields)
        metadata.types.replace(TypeID(UInt32(id)), with: type)
        let found = mismatch { () throws(ClientError) in _ = try ShapeCheck(metadata).storage(System.account.item) }
        #expect(found?.expected.hasPrefix("value.data: fields (free, reserved") == true)
        #expect(found?.found.contains("held") == true)
    }

    @Test("a call is sent with the chain's indices where its arguments agree")
    func otherIndices() throws {
        var metadata = served
        let index = try #require(metadata.pallets.firstIndex { $0.name == "SubtensorModule" })
        metadata.pallets[index].index = 77
        let call = RuntimeCall.subtensor(.startCall(netuid: 5))
        let check = ShapeCheck(metadata)
        let bytes = try check.encoded(call)
        #expect(bytes == [77] + call.encoded().dropFirst())
        // Inside of another call the index would have to be changed too, which is refused.
        let sudo = mismatch { () throws(ClientError) in _ = try check.encoded(.sudo(.sudo(call: call))) }
        #expect(sudo?.item.contains("start_call") == true)
        #expect(!check.hasOnlyKnownEvents)
    }

    @Test("an added argument of a call and a changed answer of an API are refused")
    func callAndMethod() throws {
        var metadata = served
        let pallet = try #require(metadata.pallet("SubtensorModule"))
        let calls = try #require(pallet.calls)
        var type = try #require(metadata.types[calls])
        var variants = metadata.variants(of: calls)
        let position = try #require(variants.firstIndex { $0.name == "start_call" })
        variants[position].fields.append(TypeField(name: "when", type: calls))
        type.definition = .variant(variants)
        metadata.types.replace(calls, with: type)
        let api = try #require(metadata.apis.firstIndex { $0.name == "SubnetInfoRuntimeApi" })
        let method = try #require(metadata.apis[api].methods.firstIndex { $0.name == "get_metagraph" })
        metadata.apis[api].methods[method].output = calls
        let check = ShapeCheck(metadata)
        let call = mismatch { () throws(ClientError) in
            _ = try check.encoded(.subtensor(.startCall(netuid: 1)))
        }
        #expect(call?.found.contains("when") == true)
        let answer = mismatch { () throws(ClientError) in try check.method(SubnetInfoAPI.getMetagraph.name) }
        #expect(answer?.item == "runtime API SubnetInfoRuntimeApi_get_metagraph")
    }

    @Test("an extension with data that this library does not know is refused")
    func extensions() {
        var metadata = served
        let account = metadata.types.first(path: "sp_core::crypto::AccountId32") ?? 0
        metadata.extrinsic.extensions.append(
            SignedExtensionMetadata(identifier: "CheckMood", extra: account, additional: account))
        let found = mismatch { () throws(ClientError) in try ShapeCheck(metadata).extrinsicFormat() }
        #expect(found?.found.contains("CheckMood") == true)
    }

    @Test("an absent value reads as this chain's default, not as the generated one")
    func fallback() throws {
        let check = ShapeCheck(change("Tempo", in: "SubtensorModule") { $0.fallback = UInt16(360).encoded() })
        let fallback = try check.storage(Subtensor.tempo.item)
        #expect(try ChainClient.read(StorageQuery(Subtensor.tempo, 1), nil, fallback) == 360)
        #expect(try ChainClient.read(StorageQuery(Subtensor.uids, 1, .zero), nil, nil) == nil)
    }
}
