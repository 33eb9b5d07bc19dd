import Cryptography
import Frame
import HostileInput
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testbed
import Testing

@testable import SubtensorPallets

/// Bytes that were valid once: nothing that is changed about them may trap or have an effect.
@Suite struct MutationTests {
    private static let seed: UInt64 = 0x5eed_2026
    private static let mutations = 10_000

    private static func calls(_ netuid: NetUID) -> [RuntimeCall] {
        SampleCalls.all(
            netuid: netuid, hotkey: WeightsNetwork.validator.accountID, beneficiary: TestChain.bob.accountID,
            newcomer: TestChain.key("New").accountID)
    }

    @Test("ten thousand mutations of valid extrinsics are refused without a trace")
    func mutationsAreRefused() throws {
        let network = try WeightsNetwork()
        var random = SeededRandom(seed: Self.seed)
        let signers = [TestChain.alice, TestChain.bob, WeightsNetwork.validator]
        let originals = Self.calls(network.netuid).enumerated().map { index, call in
            network.chain.bytes(call, by: signers[index % signers.count])
        }
        let known = Set(originals)
        let before = network.chain.state.changes
        var decoded = 0
        for round in 0..<Self.mutations {
            let original = originals[Int.random(in: originals.indices, using: &random)]
            let other = originals[Int.random(in: originals.indices, using: &random)]
            var bytes = ByteMutation.mutate(original, with: other, &random)
            if Bool.random(using: &random) { bytes = ByteMutation.relengthened(bytes) }
            guard !known.contains(bytes), let extrinsic = try? Extrinsic(bytes) else { continue }
            decoded += 1
            var room = BlockRoom()
            #expect(throws: InvalidTransaction.self, "seed \(Self.seed), round \(round): \(bytes.hex)") {
                try Runtime.apply(extrinsic, index: 1, room: &room, in: &network.chain.state)
            }
        }
        #expect(network.chain.state.changes == before)
        print("mutations: \(Self.mutations), of which \(decoded) were extrinsics")
        #expect(decoded > Self.mutations / 10)
    }

    @Test("mutated calls that somebody did sign run or fail, and keep every invariant")
    func mutatedCallsRun() throws {
        let network = try WeightsNetwork()
        var random = SeededRandom(seed: Self.seed + 1)
        let originals = Self.calls(network.netuid).map { $0.encoded() }
        var ran = 0
        var succeeded = 0
        for round in 0..<Self.mutations {
            let original = originals[Int.random(in: originals.indices, using: &random)]
            let other = originals[Int.random(in: originals.indices, using: &random)]
            let bytes = ByteMutation.mutate(original, with: other, &random)
            guard let call = try? RuntimeCall(scale: bytes) else { continue }
            ran += 1
            let signers = [TestChain.bob, WeightsNetwork.validator, TestChain.charlie]
            let signer = signers[Int.random(in: signers.indices, using: &random)]
            let origin: Origin = Int.random(in: 0..<10, using: &random) == 0 ? .root : .signed(signer.accountID)
            _ = call.dispatchInfo
            let violation = outcome(of: call, from: origin, on: &network.chain.state, &succeeded)
            #expect(violation == nil, "seed \(Self.seed + 1), round \(round), \(call)")
            #expect(call.encoded() == bytes, "round \(round)")
        }
        print("mutated calls: \(ran) of \(Self.mutations) decoded, \(succeeded) succeeded")
        #expect(ran > Self.mutations / 10)
    }

    /// Runs a call for nothing and says which invariant it would have broken.
    private func outcome(
        of call: RuntimeCall, from origin: Origin, on state: inout State, _ succeeded: inout Int
    ) -> String? {
        var violation: String?
        do throws(DispatchError) {
            try state.rehearsal { (state: inout State) throws(DispatchError) in
                try state.dispatch(call, from: origin)
                succeeded += 1
                Runtime.endBlock(in: &state)
                do throws(InvariantViolation) {
                    try Runtime.checkInvariants(in: state)
                } catch {
                    violation = error.description
                }
            }
        } catch {
            return nil
        }
        return violation
    }
}
