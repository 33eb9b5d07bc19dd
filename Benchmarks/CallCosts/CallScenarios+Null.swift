import Frame
import Primitives
import RuntimeInterface
import SCALE

@testable import SubtensorPallets

extension CallScenarios {
    /// The trimming of a subnet of Null: as many neurons as it may have, each with stake, as many commits to cancel as
    /// one step does, and all rows that Yuma may have left.
    static let null: [String: Written] = [
        "AdminUtils.sudo_trim_null_uids_batch": Written(
            .adminUtils(.sudoTrimNullUIDsBatch(netuid: CostNetwork.netuid, target: 64)),
            from: CostNetwork.validatorColdkey, prepare: fillNullSubnet)
    ]

    /// Neurons that the synthetic network gave the subnet already keep their stake and rows.
    @Sendable private static func fillNullSubnet(_ state: inout State) {
        let netuid = CostNetwork.netuid
        let index = Subtensor.storageIndex(netuid)
        let count = Subtensor.uidsOfAllMechanismsMaximum(.null)
        state.set(Subtensor.subnetEpochConsensus, netuid, to: .null)
        state.set(Subtensor.mechanismCountCurrent, netuid, to: 1)
        state.set(Subtensor.maxAllowedUids, netuid, to: count)
        state.set(Subtensor.minAllowedUids, netuid, to: 64)
        state.set(Subtensor.immunityPeriod, netuid, to: 1)
        for uid in CostNetwork.neurons..<count {
            let hotkey = SyntheticNetwork.account(0xFFFB, uid)
            state.set(Subtensor.owner, hotkey, to: CostNetwork.otherColdkey)
            state.set(Subtensor.keys, netuid, uid, to: hotkey)
            state.set(Subtensor.uids, netuid, hotkey, to: uid)
            state.set(Subtensor.isNetworkMember, hotkey, netuid, to: true)
            state.set(Subtensor.blockAtRegistration, netuid, uid, to: 1)
            Subtensor.increaseStake(
                Alpha(1_000_000_000), of: CostNetwork.otherColdkey, at: hotkey, on: netuid, in: &state)
        }
        for number in 0..<UInt16(Subtensor.nullCommitsBatch) {
            state.set(
                Subtensor.weightCommits, index, SyntheticNetwork.account(0xFFFA, number),
                to: [StoredCommit(.zero, 0, 1, 0)])
        }
        let row = (0..<CostNetwork.neurons).map { Pair($0, UInt16.max) }
        for uid in 0..<CostNetwork.neurons { state.set(Subtensor.bonds, index, uid, to: row) }
        let everybody = Int(count)
        state.set(Subtensor.subnetworkN, netuid, to: count)
        state.set(Subtensor.active, netuid, to: Array(repeating: true, count: everybody))
        state.set(Subtensor.emission, netuid, to: (0..<count).map { Alpha(UInt64(count - $0)) })
        let shares = [PerU16](repeating: PerU16(0), count: everybody)
        for list in [Subtensor.consensus, Subtensor.dividends, Subtensor.validatorTrust] {
            state.set(list, netuid, to: shares)
        }
        state.set(Subtensor.stakeWeight, netuid, to: Array(repeating: 0, count: everybody))
        state.set(Subtensor.incentive, index, to: shares)
        state.set(Subtensor.consensusByMechanism, index, to: shares)
        state.set(Subtensor.lastUpdate, index, to: Array(repeating: 1, count: everybody))
        Subtensor.electNullValidator(on: netuid, in: &state)
        for uid in 0..<count { state.set(Subtensor.weights, index, uid, to: [Pair(0, 1)]) }
    }
}
