import Frame
import Primitives
import RuntimeInterface
import SCALE
import Yuma

extension EpochOutput {
    /// Writes what each mechanism has of its own: incentives, consensus and bonds. Rows of bonds that did not change
    /// are not written again. Emits `IncentiveAlphaEmittedToMiners`.
    func store(at index: NetUidStorageIndex, replacing input: EpochInput, in state: inout State) {
        state.set(Subtensor.incentive, index, to: incentive.map { PerU16($0) })
        state.set(Subtensor.consensusByMechanism, index, to: consensus.map { PerU16($0) })
        state.deposit(
            .subtensor(
                .incentiveAlphaEmittedToMiners(netuid: index, emissions: serverEmission.map { Alpha($0) })))
        for uid in 0..<bonds.rowCount {
            let new = bonds.range(ofRow: uid)
            let old = input.bonds.range(ofRow: uid)
            if bonds.columns[new] == input.bonds.columns[old], bonds.values[new] == input.bonds.values[old] { continue }
            let row = new.map { Pair(bonds.columns[$0], bonds.values[$0]) }
            if row.isEmpty {
                state.remove(Subtensor.bonds, index, UInt16(uid))
            } else {
                state.set(Subtensor.bonds, index, UInt16(uid), to: row)
            }
        }
    }
}

extension MechanismAggregate {
    /// Writes what a subnet's mechanisms have in common.
    func store(of netuid: NetUID, in state: inout State) {
        state.set(Subtensor.active, netuid, to: active)
        state.set(Subtensor.emission, netuid, to: emission.map { Alpha($0) })
        state.set(Subtensor.consensus, netuid, to: consensus.map { PerU16($0) })
        state.set(Subtensor.dividends, netuid, to: dividends.map { PerU16($0) })
        state.set(Subtensor.validatorTrust, netuid, to: validatorTrust.map { PerU16($0) })
        state.set(Subtensor.validatorPermit, netuid, to: validatorPermits)
        state.set(Subtensor.stakeWeight, netuid, to: stakeWeight)
    }
}
