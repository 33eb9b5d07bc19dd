import Foundation
import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import GeneratedItems

/// Bytes that the clients' own libraries made for the reference chain.
@Suite struct GoldenVectorTests {
    let golden: [String: Any]

    init() throws {
        let value = try JSONSerialization.jsonObject(with: Vectors.data("sdk/golden.json"))
        golden = try #require(value as? [String: Any])
    }

    private func list(_ key: String) throws -> [[String: Any]] { try #require(golden[key] as? [[String: Any]]) }

    private func bytes(_ value: Any?) throws -> [UInt8] {
        let text = try #require(value as? String)
        return try #require([UInt8](hex: text))
    }

    private func account(_ address: String) throws -> AccountID {
        let known = try list("ss58").first { $0["address"] as? String == address }
        let key = try bytes(known?["public_key_hex"])
        return try #require(AccountID(key))
    }

    @Test("calls encode to the SDK's bytes")
    func calls() throws {
        let bob = try account("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty")
        let hotkey = try account("5G6Fyo6U2fDhJXDJGp4Dr6XViVCdPcryiyLBDsusguSRcYvJ")
        let expected: [RuntimeCall] = [
            .balances(.transferKeepAlive(dest: .id(bob), value: 12345)),
            .balances(.transferAllowDeath(dest: .id(bob), value: 1)),
            .subtensor(.addStake(hotkey: hotkey, netuid: 1, amountStaked: 1_000_000_000)),
            .subtensor(.removeStake(hotkey: hotkey, netuid: 1, amountUnstaked: 5)),
            .subtensor(.burnedRegister(netuid: 1, hotkey: hotkey)),
            .subtensor(.setWeights(netuid: 1, dests: [0, 1], weights: [100, 200], versionKey: 0)),
            .system(.remark(remark: [0, 1, 2, 3])),
            .sudo(.sudo(call: .system(.remark(remark: [0xde, 0xad, 0xbe, 0xef])))),
        ]
        var matched = 0
        var count = 0
        let served = try RuntimeMetadata(blob: ServedMetadata.v15(slotDuration: 250))
        for call in try list("calls") {
            let pallet = served.pallet(call["module"] as? String ?? "")
            let isServed = served.variants(of: pallet?.calls).contains { $0.name == call["function"] as? String }
            guard isServed else { continue }
            count += 1
            let data = try bytes(call["data_hex"])
            let decoded = try RuntimeCall(scale: data)
            #expect(decoded.encoded() == data)
            #expect(decoded.info.callName == call["function"] as? String)
            if expected.contains(decoded) { matched += 1 }
        }
        #expect(matched == expected.count)
        print("golden calls: \(count) of \(try list("calls").count) cases, the rest are not served")
    }

    @Test("storage keys are the SDK's")
    func storageKeys() throws {
        let alice = try account("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
        let paths = [
            "System.Account": System.account.path(alice), "System.Events": System.events.path,
            "Timestamp.Now": Timestamp.now.path, "SubtensorModule.Tempo": Subtensor.tempo.path(1),
            "SubtensorModule.NetworksAdded": Subtensor.networksAdded.path(3),
            "SubtensorModule.Bonds": Subtensor.bonds.path(NetUidStorageIndex(1), 0),
            "SubtensorModule.Keys": Subtensor.keys.path(1, 0),
        ]
        var count = 0
        for entry in try list("storage_keys") {
            let pallet = try #require(entry["pallet"] as? String)
            let item = try #require(entry["storage_function"] as? String)
            let key = try bytes(entry["key_hex"])
            if let path = paths["\(pallet).\(item)"] {
                #expect(path == key, "\(pallet).\(item)")
                count += 1
            }
            let known = GeneratedItems.storage.first { $0.item.pallet == pallet && $0.item.name == item }
            if let known { #expect(key.starts(with: known.item.bytes)) }
        }
        print("golden storage keys: \(count) cases")
        #expect(count >= 7)
    }

    @Test("stored values decode as their types")
    func storageValues() throws {
        var count = 0
        for entry in try list("storage_values") {
            guard let text = entry["raw_hex"] as? String else { continue }
            let raw = try bytes(text)
            let known = GeneratedItems.storage.first {
                $0.item.pallet == entry["pallet"] as? String && $0.item.name == entry["storage_function"] as? String
            }
            #expect(try known?.value.run(raw) == raw)
            count += 1
        }
        print("golden storage values: \(count) cases")
    }

    @Test("events of a block decode and encode back")
    func events() throws {
        let events = try #require(golden["events"] as? [String: Any])
        let raw = try bytes(events["raw_hex"])
        let records = try [EventRecord](scale: raw)
        #expect(records.encoded() == raw)
        #expect(records.contains { $0.event.name == ("System", "ExtrinsicSuccess") })
    }

    @Test("answers of runtime APIs decode as their types")
    func runtimeCalls() throws {
        var count = 0
        for call in try list("runtime_calls") {
            let name = "\(call["api"] as? String ?? "")_\(call["method"] as? String ?? "")"
            let method = try #require(GeneratedItems.methods.first { $0.name == name }, "\(name)")
            let raw = try bytes(call["raw_hex"])
            // The value was made by an older runtime, whose stake info ends earlier.
            guard name != "StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid" else { continue }
            #expect(try method.output.run(raw) == raw, "\(name)")
            count += 1
        }
        print("golden runtime calls: \(count) cases")
    }

    @Test("eras encode as the SDK's, and what they stand for is the same")
    func eras() throws {
        let era = Era(period: 64, current: 66)
        #expect(era == .mortal(period: 64, phase: 2))
        #expect(era.encoded() == [0x25, 0x00])
        #expect(era.birth(66) == 66 && era.birth(129) == 66 && era.birth(130) == 130)
        #expect(era.death(66) == 130)
        #expect(Era(period: 8, current: 1001).encoded().count == 2)
        #expect(Era.immortal.encoded() == [0])
    }

    @Test("every period and phase survives", arguments: [4, 8, 64, 128, 4096, 8192, 65536] as [UInt64])
    func allEras(period: UInt64) throws {
        for current in stride(from: UInt64(0), to: period * 2, by: Int(max(1, period / 512))) {
            let era = Era(period: period, current: current)
            #expect(try Era(scale: era.encoded()) == era)
            #expect(era.birth(current) <= current && current < era.birth(current) + period)
        }
    }

    @Test("an era whose phase is not below its period is refused")
    func badEra() {
        #expect(throws: ScaleError.invalidValue(type: "Era")) { try Era(scale: [0xf1, 0xff]) }
    }

    @Test("signed extrinsics are the SDK's, byte by byte")
    func extrinsics() throws {
        for entry in try list("extrinsics") {
            let data = try bytes(entry["extrinsic_hex"])
            let extrinsic = try Extrinsic(data)
            let signature = try #require(extrinsic.signature)
            #expect(extrinsic.callBytes == (try bytes(entry["call_data_hex"])))
            #expect(signature.signer.bytes == (try bytes(entry["public_key_hex"])))
            #expect(signature.extra.nonce == (entry["nonce"] as? Int).map { UInt32($0) })
            #expect(extrinsic.hash.bytes == (try bytes(entry["extrinsic_hash"])))
            let made = Extrinsic.signed(
                callBytes: extrinsic.callBytes, signer: signature.signer, signature: signature.signature,
                extra: signature.extra)
            #expect(made == data)
        }
        print("golden extrinsics: \(try list("extrinsics").count) cases")
    }

    @Test("constants are the SDK's")
    func constants() {
        #expect(Balances.existentialDeposit == 500)
        #expect(Aura.slotDuration == 250)
        #expect(System.ss58Prefix == 42)
    }
}
