import Cryptography
import Frame
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

    /// Calls of many shapes.
    private static func calls(_ netuid: NetUID) -> [RuntimeCall] {
        let hotkey = WeightsNetwork.validator.accountID
        let bob = MultiAddress.id(TestChain.bob.accountID)
        return [
            .system(.remarkWithEvent(remark: Array(0..<100))),
            .balances(.transferKeepAlive(dest: bob, value: .tao(1))),
            .balances(.transferAll(dest: bob, keepAlive: false)),
            .subtensor(.setWeights(netuid: netuid, dests: [1, 2], weights: [3, 4], versionKey: 0)),
            .subtensor(.commitWeights(netuid: netuid, commitHash: .zero)),
            .subtensor(
                .batchRevealWeights(
                    netuid: netuid, uidsList: [[1], [2]], valuesList: [[1], [2]], saltsList: [[1], [2]],
                    versionKeys: [0, 1])),
            .subtensor(.batchCommitWeights(netuids: [Compact(netuid)], commitHashes: [.zero])),
            .subtensor(.addStake(hotkey: hotkey, netuid: netuid, amountStaked: .tao(1))),
            .subtensor(
                .addStakeLimit(
                    hotkey: hotkey, netuid: netuid, amountStaked: .tao(1), limitPrice: .max, allowPartial: true)),
            .subtensor(.removeStake(hotkey: hotkey, netuid: netuid, amountUnstaked: Alpha(5_000_000))),
            .subtensor(.removeStakeFullLimit(hotkey: hotkey, netuid: netuid, limitPrice: 1)),
            .subtensor(.unstakeAllAlpha(hotkey: hotkey)),
            .subtensor(.burnedRegister(netuid: netuid, hotkey: TestChain.key("New").accountID)),
            .subtensor(.registerNetwork(hotkey: TestChain.key("New").accountID)),
            .subtensor(.increaseTake(hotkey: hotkey, take: PerU16(11_000))),
            .subtensor(
                .serveAxon(
                    netuid: netuid, version: 1, ip: 0x0102_0304, port: 80, ipType: 4, protocol: 4, placeholder1: 0,
                    placeholder2: 0)),
            .subtensor(.setTempo(netuid: netuid, tempo: 400)),
            .subtensor(.triggerEpoch(netuid: netuid)),
            .commitments(
                .setCommitment(netuid: netuid, info: CommitmentInfo(fields: [.raw([1, 2, 3]), .resetBondsFlag]))),
            .adminUtils(.sudoSetMaxBurn(netuid: netuid, maxBurn: .tao(5))),
            .adminUtils(.sudoSetAlphaSigmoidSteepness(netuid: netuid, steepness: 5)),
            .sudo(.sudo(call: .adminUtils(.sudoSetTempo(netuid: netuid, tempo: 10)))),
            .utility(
                .forceBatch(calls: [
                    .system(.remark(remark: [1])), .balances(.transferAllowDeath(dest: bob, value: 1_000)),
                    .subtensor(.startCall(netuid: netuid)),
                ])),
        ]
    }

    /// Flips bits, cuts off, extends, overwrites, and exchanges pieces with another extrinsic.
    private static func mutate(_ bytes: [UInt8], with other: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var mutated = bytes
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1:
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let position = Int.random(in: mutated.indices, using: &random)
                mutated[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        case 2: mutated.removeLast(Int.random(in: 1...mutated.count, using: &random))
        case 3: mutated += random.bytes(Int.random(in: 1...40, using: &random))
        case 4:
            let position = Int.random(in: mutated.indices, using: &random)
            let value: UInt8 = [0, 1, 127, 128, 254, 255].randomElement(using: &random) ?? 0
            for offset in position..<min(position + Int.random(in: 1...9, using: &random), mutated.count) {
                mutated[offset] = value
            }
        default:
            let start = Int.random(in: 0..<min(mutated.count, other.count), using: &random)
            let end = Int.random(in: start..<min(mutated.count, other.count), using: &random)
            mutated.replaceSubrange(start...end, with: other[start...end])
        }
        return mutated
    }

    /// The bytes with the length in front that fits them, so that the mutation reaches further.
    private static func relengthened(_ bytes: [UInt8]) -> [UInt8] {
        var decoder = ScaleDecoder(bytes)
        guard (try? decoder.compact(UInt32.self)) != nil else { return bytes }
        return Array(bytes[decoder.offset...]).encoded()
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
            var bytes = Self.mutate(original, with: other, &random)
            if Bool.random(using: &random) { bytes = Self.relengthened(bytes) }
            guard !known.contains(bytes), let extrinsic = try? Extrinsic(bytes) else { continue }
            decoded += 1
            #expect(throws: InvalidTransaction.self, "seed \(Self.seed), round \(round): \(bytes.hex)") {
                try Runtime.apply(extrinsic, index: 1, in: &network.chain.state)
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
            let bytes = Self.mutate(original, with: other, &random)
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
