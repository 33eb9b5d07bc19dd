public import Frame
import Primitives
import RuntimeInterface
import Runtime
import SCALE
import SystemPallets

@testable import SubtensorPallets

/// The filled network on which calls are measured: 16 subnets, 256 neurons on each, validators with stake on all of
/// them, and nominators. Nothing is left to wait for.
public enum CostNetwork {
    static let subnets: UInt16 = 16
    static let neurons: UInt16 = 256
    /// Coldkeys that staked to ``validatorHotkey`` beside its own.
    static let nominators: UInt16 = 100

    /// Where most calls happen.
    static let netuid = NetUID(2)
    static let otherNetuid = NetUID(3)
    /// A subnet with commit-reveal.
    static let committingNetuid = NetUID(4)
    /// A subnet that its owner has not started.
    static let waitingNetuid = NetUID(5)

    static let validatorColdkey = SyntheticNetwork.coldkey(0)
    static let validatorHotkey = SyntheticNetwork.hotkey(0, 0)
    static let otherColdkey = SyntheticNetwork.coldkey(1)
    static let otherHotkey = SyntheticNetwork.hotkey(0, 1)
    /// A hotkey that nobody knows yet.
    static let newcomer = SyntheticNetwork.account(0xFFFE, 0)
    static let newColdkey = SyntheticNetwork.account(0xFFFE, 1)
    static let sudoKey = SyntheticNetwork.account(0xFFFE, 2)

    /// The state, after block 100,000.
    public static func make() -> MemoryBackend {
        var values: [[UInt8]: [UInt8]] = [:]
        for change in SyntheticNetwork.genesis(subnets: subnets, neurons: neurons, slotMilliseconds: 12_000) {
            values[change.key] = change.value
        }
        var state = Runtime.state(over: MemoryBackend(values))
        state.set(System.number, to: 100_000)
        state.set(Sudo.key, to: sudoKey)
        for who in [validatorColdkey, otherColdkey, sudoKey] { Balances.deposit(.tao(20_000), to: who, in: &state) }
        state.set(Subtensor.networkRateLimit, to: 0)
        state.set(Subtensor.txRateLimit, to: 0)
        state.set(Subtensor.adminFreezeWindow, to: 0)
        for netuid in SyntheticNetwork.netuids(subnets) { open(netuid, in: &state) }
        state.set(Subtensor.commitRevealWeightsEnabled, committingNetuid, to: true)
        state.set(Subtensor.subtokenEnabled, waitingNetuid, to: false)
        state.remove(Subtensor.firstEmissionBlockNumber, waitingNetuid)
        for index in 0..<nominators {
            for netuid in [NetUID.root, netuid] {
                SyntheticNetwork.stake(
                    .tao(5), on: netuid, of: SyntheticNetwork.coldkey(1_000 + index), at: validatorHotkey, in: &state)
            }
        }
        for change in state.changes { values[change.key] = change.value }
        return MemoryBackend(values)
    }

    /// The validator's coldkey owns the subnet, and everybody may do everything at once.
    private static func open(_ netuid: NetUID, in state: inout State) {
        state.set(Subtensor.subnetOwner, netuid, to: validatorColdkey)
        state.set(Subtensor.subnetOwnerHotkey, netuid, to: validatorHotkey)
        state.set(Subtensor.weightsSetRateLimit, netuid, to: 0)
        state.set(Subtensor.servingRateLimit, netuid, to: 0)
        state.set(Subtensor.commitRevealWeightsEnabled, netuid, to: false)
        state.set(Subtensor.minAllowedWeights, netuid, to: 1)
        state.set(Subtensor.mechanismCountCurrent, netuid, to: 2)
        state.set(Subtensor.maxRegistrationsPerBlock, netuid, to: 100)
    }
}
