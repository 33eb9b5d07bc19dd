import Cryptography
import Foundation
import JSON
import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import Client

@Suite("Golden values of the official SDK")
struct GoldenTests {
    private let golden: JSONValue
    private let facts: ChainFacts

    init() throws {
        golden = try JSONReader.read([UInt8](try Vectors.data("sdk/golden.json")))
        let network = golden["network"]
        facts = ChainFacts(
            genesisHash: try #require(network?["genesis_hash"].flatMap { Hash($0) }), specName: "node-subtensor",
            specVersion: try #require(network?["spec_version"]).integer(UInt32.self, of: "golden"),
            transactionVersion: try #require(network?["transaction_version"]).integer(UInt32.self, of: "golden"),
            metadata: try RuntimeMetadata(blob: [UInt8](try Vectors.data("metadata/union-v15.scale"))))
    }

    private func list(_ name: String) throws -> [JSONValue] {
        guard case .array(let entries)? = golden[name] else { throw VectorError.missing(name) }
        return entries
    }

    private func bytes(_ entry: JSONValue, _ name: String) throws -> [UInt8] {
        try entry.member(name, of: "golden").bytes(of: name)
    }

    private func extra(_ entry: JSONValue) throws -> ExtrinsicExtra {
        let era: Era
        if let period = entry["era"]?["period"], let current = entry["era"]?["current"] {
            era = Era(
                period: try period.integer(UInt64.self, of: "era"), current: try current.integer(UInt64.self, of: "era")
            )
        } else {
            era = try Era(scale: try bytes(entry, "era"))
        }
        return ExtrinsicExtra(
            era: era,
            nonce: try entry.member("nonce", of: "golden").integer(UInt32.self, of: "nonce"),
            tip: Rao(try entry.member("tip", of: "golden").integer(UInt64.self, of: "tip")))
    }

    @Test("signature payloads")
    func payloads() throws {
        let entries = try list("signature_payloads")
        for entry in entries {
            let birth = entry["era_birth_block_hash"].flatMap { Hash($0) } ?? facts.genesisHash
            let payload = try extra(entry).signingPayload(
                callBytes: try bytes(entry, "call_data_hex"), specVersion: facts.specVersion,
                transactionVersion: facts.transactionVersion, genesisHash: facts.genesisHash, birthHash: birth)
            #expect(payload == (try bytes(entry, "payload_hex")))
        }
        print("golden: \(entries.count) signature payloads")
    }

    @Test("extrinsics")
    func extrinsics() throws {
        let entries = try list("extrinsics")
        for entry in entries {
            let signer = try #require(AccountID(try bytes(entry, "public_key_hex")))
            let signature = try #require(FixedBytes<64>(try bytes(entry, "signature_hex")))
            let built = Extrinsic.signed(
                callBytes: try bytes(entry, "call_data_hex"), signer: signer, signature: .sr25519(signature),
                extra: try extra(entry))
            #expect(built == (try bytes(entry, "extrinsic_hex")))
        }
        print("golden: \(entries.count) extrinsics")
    }

    @Test("calls decode, pass the shape check and keep their bytes")
    func calls() throws {
        let check = ShapeCheck(facts.metadata)
        var count = 0
        let entries = try list("calls")
        for entry in entries {
            let data = try bytes(entry, "data_hex")
            // Calls that this runtime does not serve have no typed form.
            guard let call = try? RuntimeCall(scale: data) else { continue }
            #expect(try check.encoded(call) == data)
            count += 1
        }
        print("golden: \(count) of \(entries.count) calls are served")
        #expect(count > 0)
    }

    @Test("a receipt: the block's events, the fee and the success of an extrinsic")
    func receipt() throws {
        let check = ShapeCheck(facts.metadata)
        let events = try ChainEvent.list(try bytes(try #require(golden["events"]), "raw_hex"), check)
        let receipt = try #require(golden["receipt"])
        let index = try receipt.member("extrinsic_idx", of: "golden").integer(Int.self, of: "index")
        let inclusion = try Inclusion(
            extrinsicHash: .zero, blockHash: .zero, blockNumber: 67, extrinsicIndex: index, isFinalized: true,
            blockEvents: events, metadata: facts.metadata)
        #expect(inclusion.isSuccess == (receipt["is_success"] == .bool(true)))
        #expect(
            inclusion.fee?.units
                == (try receipt.member("total_fee_amount", of: "golden").integer(UInt64.self, of: "fee")))
        guard case .array(let expected)? = receipt["triggered_events"] else { return }
        let names = expected.map { event in
            [event["module_id"], event["event_id"]].compactMap { name -> String? in
                guard case .string(let text)? = name else { return nil }
                return text
            }
        }
        #expect(inclusion.events.map { [$0.pallet, $0.name] } == names)
        print("golden: \(events.count) events, \(names.count) of one receipt")
    }

    @Test("a header and a block")
    func block() throws {
        let entry = try #require(golden["block"])
        let block = try ChainBlock(try entry.member("raw", of: "golden"), of: "chain_getBlock")
        #expect(block.header.number == 67)
        #expect(block.extrinsics.count == 3)
        #expect(
            Hash(try entry.member("decoded_header", of: "golden").member("parentHash", of: "golden"))
                == block.header.parentHash)
    }
}

private enum VectorError: Error {
    case missing(String)
}
