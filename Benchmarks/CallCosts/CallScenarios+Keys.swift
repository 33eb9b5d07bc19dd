import Frame
import Hashing
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets

@testable import SubtensorPallets

extension CallScenarios {
    // MARK: Work

    /// Registrations that bring a proof of work, whether it is looked at or not.
    static let work: [String: Written] = [
        "SubtensorModule.register": Written(
            .register(
                netuid: CostNetwork.netuid, blockNumber: 0, nonce: 0, work: Array(repeating: 1, count: 32),
                hotkey: CostNetwork.newcomer, coldkey: CostNetwork.validatorColdkey),
            from: CostNetwork.validatorColdkey, prepare: letMinerGiveWay),
        "SubtensorModule.pow_register": Written(
            .powRegister(
                netuid: CostNetwork.netuid, workBlock: UInt64(workBlock), nonce: 0,
                work: FixedBytes(seal.bytes) ?? FixedBytes(), hotkey: CostNetwork.newcomer),
            from: CostNetwork.validatorColdkey,
            prepare: { (state: inout State) in
                letMinerGiveWay(&state)
                state.set(System.blockHash, workBlock, to: workHash)
                state.set(Subtensor.networkPowRegistrationAllowed, CostNetwork.netuid, to: true)
                // A check costs the same at every difficulty, and at this one every seal passes.
                state.set(Subtensor.minDifficulty, CostNetwork.netuid, to: 1)
                state.set(Subtensor.difficulty, CostNetwork.netuid, to: 1)
                state.set(Subtensor.lastPowRegistrationBlock, CostNetwork.newcomer, to: 1)
            }),
        "SubtensorModule.faucet": Written(
            .faucet(
                blockNumber: UInt64(workBlock), nonce: faucetNonce,
                work: Subtensor.faucetSeal(
                    nonce: faucetNonce, blockHash: workHash, coldkey: CostNetwork.validatorColdkey
                ).bytes),
            from: CostNetwork.validatorColdkey,
            prepare: { (state: inout State) in
                NetworkProfile.dev.record(in: &state)
                state.set(System.blockHash, workBlock, to: workHash)
            }),
    ]

    /// A nonce whose seal meets the faucet's difficulty for this block and coldkey.
    private static let faucetNonce: UInt64 = 951_435

    /// The block before the one in which calls are measured.
    private static let workBlock: BlockNumber = 99_999
    private static let workHash = Hash(Array(repeating: UInt8(7), count: 32)) ?? .zero
    private static let seal = RegistrationChallenge(
        netuid: CostNetwork.netuid, blockHash: workHash, hotkey: CostNetwork.newcomer,
        coldkey: CostNetwork.validatorColdkey
    ).seal(nonce: 0)

    /// Makes a miner the neuron that a newcomer replaces: every validator's weights name it, and are written anew. The
    /// subnet's owner has so many hotkeys that every neuron is asked whether it is one of them.
    @Sendable static func letMinerGiveWay(_ state: inout State) {
        let emission = (0..<CostNetwork.neurons).map { Alpha($0 < SyntheticNetwork.validators ? 1 : 0) }
        state.set(Subtensor.emission, CostNetwork.netuid, to: emission)
        state.update(Subtensor.ownedHotkeys, state.get(Subtensor.subnetOwner, CostNetwork.netuid)) { hotkeys in
            hotkeys += (0...CostNetwork.neurons).map { SyntheticNetwork.account(0xFFFB, $0) }
        }
    }

    // MARK: Keys

    /// How coldkeys are swapped.
    static let keys: [String: Written] = [
        "SubtensorModule.swap_coldkey_announced": Written(
            .swapColdkeyAnnounced(newColdkey: CostNetwork.newColdkey), from: CostNetwork.validatorColdkey,
            prepare: { (state: inout State) in
                announceSwap(&state)
                fillColdkey(in: &state)
            }),
        "SubtensorModule.dispute_coldkey_swap": Written(
            .disputeColdkeySwap, from: CostNetwork.validatorColdkey, prepare: announceSwap),
        "SubtensorModule.clear_coldkey_swap_announcement": Written(
            .clearColdkeySwapAnnouncement, from: CostNetwork.validatorColdkey, prepare: announceSwap),
    ]

    /// Announces a swap that is due, and whose announcement may be taken back again.
    @Sendable private static func announceSwap(_ state: inout State) {
        let hash = Hash(Blake2b.hash256(CostNetwork.newColdkey.encoded())) ?? .zero
        state.set(Subtensor.coldkeySwapAnnouncements, CostNetwork.validatorColdkey, to: Pair(1, hash))
    }

    /// Gives the coldkey something of everything that a swap takes along: stake with 16 validators and 16 hotkeys of
    /// its own, and on every subnet a destination for what its miners earn, claims and rate limits.
    private static func fillColdkey(in state: inout State) {
        let (coldkey, hotkey) = (CostNetwork.validatorColdkey, CostNetwork.validatorHotkey)
        for index in 1..<UInt16(16) {
            SyntheticNetwork.stake(
                .tao(5), on: CostNetwork.netuid, of: coldkey, at: SyntheticNetwork.hotkey(0, index), in: &state)
        }
        let owned = (0..<UInt16(15)).map { SyntheticNetwork.account(0xFFFD, $0) } + [hotkey]
        for hotkey in owned { state.set(Subtensor.owner, hotkey, to: coldkey) }
        state.set(Subtensor.ownedHotkeys, coldkey, to: owned)
        let text: [UInt8] = Array(repeating: 65, count: 200)
        state.set(
            Subtensor.identitiesV2, coldkey,
            to: ChainIdentityV2(
                name: text, url: text, githubRepo: text, image: text, discord: text, description: text,
                additional: text))
        let netuids = SyntheticNetwork.netuids(CostNetwork.subnets)
        state.set(Subtensor.rootClaimType, coldkey, to: .keepSubnets(subnets: netuids))
        for netuid in netuids {
            state.set(Subtensor.autoStakeDestination, coldkey, netuid, to: hotkey)
            state.set(
                Subtensor.autoStakeDestinationColdkeys, hotkey, netuid,
                to: (0..<100).map { SyntheticNetwork.coldkey($0) })
            state.set(Subtensor.rootClaimed, netuid, hotkey, coldkey, to: 1_000)
            state.set(Subtensor.lastHotkeySwapOnNetuid, netuid, coldkey, to: 1)
            state.set(Subtensor.transactionKeyLastBlock, coldkey, netuid, 0, to: 1)
        }
    }
}
