import FixedPoint
import Frame
public import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets

@testable import SubtensorPallets

/// A whole network as the state that a chain begins with: subnets full of neurons, 64 validators that are the same on
/// all of them and on root, and weights of every validator on every miner.
public enum SyntheticNetwork {
    /// Blocks between two epochs, as on the main network.
    public static let tempo: UInt16 = 360

    static let validators: UInt16 = 64

    /// The numbers of so many subnets; 1 is the genesis's own.
    public static func netuids(_ count: UInt16) -> [NetUID] { (2..<2 + count).map { NetUID($0) } }

    /// The entries of such a state, ascending by key.
    public static func genesis(subnets: UInt16, neurons: UInt16, slotMilliseconds: UInt64) -> [StateChange] {
        let base = Runtime.genesis(.development(slotMilliseconds: slotMilliseconds))
        var values: [[UInt8]: [UInt8]] = [:]
        for change in base { values[change.key] = change.value }
        var state = Runtime.state(over: MemoryBackend(values))
        state.set(Subtensor.subtokenEnabled, .root, to: true)
        for index in 0..<validators {
            let hotkey = hotkey(0, index)
            state.set(Subtensor.owner, hotkey, to: coldkey(index))
            Subtensor.appendNeuron(hotkey, to: .root, in: &state)
            stake(.tao(1_000 + UInt64(index)), on: .root, of: coldkey(index), at: hotkey, in: &state)
        }
        for netuid in netuids(subnets) { addSubnet(netuid, neurons: neurons, in: &state) }
        Subtensor.anchorIssuance(in: &state)
        for change in state.changes { values[change.key] = change.value }
        return values.map { StateChange(key: $0.key, value: $0.value) }.sorted {
            $0.key.lexicographicallyPrecedes($1.key)
        }
    }

    private static func addSubnet(_ netuid: NetUID, neurons: UInt16, in state: inout State) {
        Subtensor.initializeSubnet(netuid, in: &state)
        state.set(Subtensor.tempo, netuid, to: tempo)
        // Epochs of different subnets fall into different blocks.
        state.set(Subtensor.lastEpochBlock, netuid, to: 0)
        state.set(Subtensor.pendingEpochAt, netuid, to: UInt64(netuid.number) * UInt64(tempo) / 66)
        state.set(Subtensor.subnetMechanism, netuid, to: 1)
        let pool = Rao.tao(1_000)
        state.update(Subtensor.totalStake) { $0 += pool }
        state.set(Subtensor.subnetTAO, netuid, to: pool)
        state.set(Subtensor.subnetAlphaIn, netuid, to: Alpha(Rao.tao(5_000 + UInt64(netuid.number)).units))
        state.set(Subtensor.subnetMovingPrice, netuid, to: I96F32(bits: (1 << 32) / 80))
        Balances.deposit(pool.addingClamped(.tao(1)), to: Subtensor.subnetAccount(netuid), in: &state)
        state.set(Subtensor.firstEmissionBlockNumber, netuid, to: 1)
        state.set(Subtensor.subtokenEnabled, netuid, to: true)
        // Weights are set once, and count all day.
        state.set(Subtensor.activityCutoffFactorMilli, netuid, to: 50_000)
        state.set(Subtensor.maxAllowedUids, netuid, to: neurons)
        for index in 0..<neurons {
            let hotkey = hotkey(index < validators ? 0 : netuid.number, index)
            state.set(Subtensor.owner, hotkey, to: coldkey(index))
            Subtensor.appendNeuron(hotkey, to: netuid, in: &state)
            guard index < validators else { continue }
            stake(.tao(100 + UInt64(index)), on: netuid, of: coldkey(index), at: hotkey, in: &state)
            let row = (validators..<neurons).map { Pair($0, 1 + ($0 &* 257 &+ index) % 1_000) }
            state.set(Subtensor.weights, Subtensor.storageIndex(netuid), index, to: row)
        }
        state.set(Subtensor.validatorPermit, netuid, to: (0..<neurons).map { $0 < validators })
        state.set(Subtensor.lastUpdate, Subtensor.storageIndex(netuid), to: (0..<neurons).map { _ in 1 })
    }

    static func stake(
        _ amount: Rao, on netuid: NetUID, of coldkey: AccountID, at hotkey: AccountID, in state: inout State
    ) {
        Balances.deposit(amount.addingClamped(.tao(1)), to: coldkey, in: &state)
        do throws(DispatchError) {
            try Subtensor.addStake(.signed(coldkey), hotkey, netuid, amount, in: &state)
        } catch {
            preconditionFailure("a funded account stakes: \(error)")
        }
    }

    /// The coldkey of the neurons with UID `index` on every subnet.
    static func coldkey(_ index: UInt16) -> AccountID { account(0xFFFF, index) }

    /// The hotkey of a neuron; validators are those of number 0 everywhere.
    static func hotkey(_ netuid: UInt16, _ index: UInt16) -> AccountID { account(netuid, index) }

    static func account(_ first: UInt16, _ second: UInt16) -> AccountID {
        AccountID(first.encoded() + second.encoded() + Array(repeating: 5, count: 28)) ?? .zero
    }
}
