import Frame
import Primitives
import RuntimeInterface

/// How many mechanisms a subnet has, and how they share its emission.
/// Source: pallets/subtensor/src/subnets/mechanism.rs.
extension Subtensor {
    /// Neurons that all mechanisms of a subnet may have together. A subnet of Null has one row of weights for each
    /// mechanism, and so room for more neurons (RaoFoundation/subtensor at spec 475, `NULL_UID_BUDGET`).
    static func uidsOfAllMechanismsMaximum(_ consensus: EpochConsensus) -> UInt16 {
        switch consensus {
        case .yuma: 256
        case .null: 2_500
        }
    }
    /// Mechanisms that the number space of ``storageIndex(_:_:)`` has room for.
    static let mechanismsMaximum: UInt8 = 16
    /// Blocks between two changes by the owner, on a developers' chain (7,200 on the main network).
    static let mechanismRateLimit: UInt64 = 1

    /// Sets the number of mechanisms. What those left out had is dropped, new ones begin with a zero for each neuron,
    /// and the emission is shared evenly again.
    ///
    /// Weights that somebody on a subnet of Null committed to have to be cleared first
    /// (``trimNullNeurons(of:to:in:)``), as since spec 475.
    /// - Throws: `mechanismDoesNotExist`, `invalidValue` or `tooManyUIDsPerMechanism`.
    static func setMechanismCount(
        _ count: MechanismID, of netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        guard subnetExists(netuid, in: state) else { throw .subtensor(.mechanismDoesNotExist) }
        guard count.number > 0, count.number <= state.get(maxMechanismCount).number else {
            throw .subtensor(.invalidValue)
        }
        guard hasRoom(for: state.get(maxAllowedUids, netuid), mechanisms: count, on: netuid, in: state) else {
            throw .subtensor(.tooManyUIDsPerMechanism)
        }
        let old = state.get(mechanismCountCurrent, netuid)
        guard count != old else { return }
        guard !isNull(netuid, in: state) || !hasCommits(netuid, in: state) else { throw .subtensor(.invalidValue) }
        for number in count.number..<max(old.number, count.number) {
            removeMechanism(storageIndex(netuid, MechanismID(number)), in: &state)
        }
        for number in old.number..<max(old.number, count.number) {
            addMechanism(storageIndex(netuid, MechanismID(number)), of: netuid, in: &state)
        }
        state.set(mechanismCountCurrent, netuid, to: count)
        state.remove(mechanismEmissionSplit, netuid)
    }

    /// Begins the lists of a mechanism: its neurons have earned nothing and set no weights yet.
    private static func addMechanism(_ index: NetUidStorageIndex, of netuid: NetUID, in state: inout State) {
        let count = Int(state.get(subnetworkN, netuid))
        state.set(incentive, index, to: Array(repeating: PerU16(0), count: count))
        state.set(lastUpdate, index, to: Array(repeating: 0, count: count))
    }

    /// Whether a subnet may have so many neurons and mechanisms.
    static func hasRoom(
        for uids: UInt16, mechanisms: MechanismID, on netuid: NetUID, in state: borrowing State
    ) -> Bool {
        let maximum = uidsOfAllMechanismsMaximum(state.get(subnetEpochConsensus, netuid))
        return UInt32(uids) * UInt32(mechanisms.number) <= UInt32(maximum)
    }

    /// Drops everything that a mechanism has of its own.
    static func removeMechanism(_ index: NetUidStorageIndex, in state: inout State) {
        state.removeAll(of: weights, under: index)
        state.removeAll(of: bonds, under: index)
        state.removeAll(of: weightCommits, under: index)
        state.removeAll(of: timelockedWeightCommits, under: index)
        state.remove(incentive, index)
        state.remove(consensusByMechanism, index)
        state.remove(lastUpdate, index)
    }

    /// Sets how the mechanisms share a subnet's emission, in parts of 65,535; `nil` means evenly.
    /// - Throws: `mechanismDoesNotExist`, or `invalidValue` where there are none, more than the subnet has, or where
    ///   the shares don't add up to 65,535.
    static func setMechanismEmissionSplit(
        _ split: [UInt16]?, of netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        guard subnetExists(netuid, in: state) else { throw .subtensor(.mechanismDoesNotExist) }
        guard let split else {
            state.remove(mechanismEmissionSplit, netuid)
            return
        }
        guard (1...Int(state.get(mechanismCountCurrent, netuid).number)).contains(split.count),
            split.reduce(UInt64(0), { $0 + UInt64($1) }) == UInt64(UInt16.max)
        else { throw .subtensor(.invalidValue) }
        state.set(mechanismEmissionSplit, netuid, to: split)
    }

    /// Sets the most mechanisms that a subnet may have.
    /// - Throws: `invalidValue` for none, or for more than the number space has room for.
    static func setMaxMechanismCount(_ count: MechanismID, in state: inout State) throws(DispatchError) {
        guard (1...mechanismsMaximum).contains(count.number) else { throw .subtensor(.invalidValue) }
        state.set(maxMechanismCount, to: count)
    }
}
