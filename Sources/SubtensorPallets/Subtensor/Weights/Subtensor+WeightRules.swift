import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// What a row of weights must satisfy, each rule for itself. Source: pallets/subtensor/src/subnets/weights.rs.
extension Subtensor {
    /// - Throws: `mechanismDoesNotExist`.
    static func requireMechanism(
        _ mechanism: MechanismID, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) {
        guard subnetExists(netuid, in: state), mechanism < state.get(mechanismCountCurrent, netuid) else {
            throw .subtensor(.mechanismDoesNotExist)
        }
    }

    /// The UID of a hotkey.
    /// - Throws: `hotKeyNotRegisteredInSubNet`.
    static func requireUID(
        of hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) -> UID {
        guard let uid = state.get(uids, netuid, hotkey) else { throw .subtensor(.hotKeyNotRegisteredInSubNet) }
        return uid
    }

    /// Whether a hotkey has stake enough to weigh others, or owns the subnet.
    static func hasStakeForWeights(_ hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> Bool {
        isOwnerNeuron(hotkey, on: netuid, in: state)
            || stakeWeight(of: hotkey, on: netuid, in: state).total.flooredUInt64 >= state.get(stakeThreshold)
    }

    /// Whether a neuron holds the permit of a validator.
    static func hasValidatorPermit(_ uid: UID, on netuid: NetUID, in state: borrowing State) -> Bool {
        let permits = state.get(validatorPermit, netuid)
        return Int(uid) < permits.count && permits[Int(uid)]
    }

    /// On a subnet of Null nobody but the one validator may set, commit to or reveal weights, not the owner nor on
    /// oneself. Source: RaoFoundation/subtensor at spec 475, pallets/subtensor/src/tests/null_consensus.rs.
    /// - Throws: `neuronNoValidatorPermit`.
    static func requireNullPermit(_ uid: UID, on netuid: NetUID, in state: borrowing State) throws(DispatchError) {
        guard !isNull(netuid, in: state) || hasValidatorPermit(uid, on: netuid, in: state) else {
            throw .subtensor(.neuronNoValidatorPermit)
        }
    }

    /// Whether enough blocks went by since the neuron last set or committed weights. Never for a mechanism that is not
    /// there.
    static func mayUpdateWeights(
        _ uid: UID, at index: NetUidStorageIndex, on netuid: NetUID, in state: borrowing State
    ) -> Bool {
        guard uid < state.get(subnetworkN, netuid), storageIndices(netuid, in: state).contains(index) else {
            return false
        }
        let blocks = state.get(lastUpdate, index)
        let last = Int(uid) < blocks.count ? blocks[Int(uid)] : 0
        guard last > 0 else { return true }
        let now = currentBlock(in: state)
        return (now > last ? now - last : 0) >= state.get(weightsSetRateLimit, netuid)
    }

    /// Whether the hotkey is the subnet owner's own neuron.
    static func isOwnerNeuron(_ hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> Bool {
        state.contains(subnetOwnerHotkey, netuid) && state.get(subnetOwnerHotkey, netuid) == hotkey
            && state.contains(uids, netuid, hotkey)
    }

    /// Whether the only weight is the neuron's own: anybody may set that.
    static func isSelfWeight(_ uid: UID, _ targets: [UInt16]) -> Bool { targets == [uid] }

    /// - Throws: `neuronNoValidatorPermit`, `duplicateUids`, `uidVecContainInvalidOne`, `weightVecLengthIsLow` or
    ///   `maxWeightExceeded`, in this order.
    static func requireWeights(
        _ targets: [UInt16], _ values: [UInt16], of uid: UID, hotkey: AccountID, on netuid: NetUID,
        in state: borrowing State
    ) throws(DispatchError) {
        let isSelf = isSelfWeight(uid, targets)
        try requireNullPermit(uid, on: netuid, in: state)
        guard
            isSelf || hasValidatorPermit(uid, on: netuid, in: state)
                || isOwnerNeuron(hotkey, on: netuid, in: state)
        else { throw .subtensor(.neuronNoValidatorPermit) }
        guard Set(targets).count == targets.count else { throw .subtensor(.duplicateUids) }
        let count = state.get(subnetworkN, netuid)
        guard targets.allSatisfy({ $0 < count }) else { throw .subtensor(.uidVecContainInvalidOne) }
        guard isSelf || targets.count >= Int(min(state.get(minAllowedWeights, netuid), count)) else {
            throw .subtensor(.weightVecLengthIsLow)
        }
        let limit = state.get(maxWeightsLimit, netuid)
        let stored = storedWeights(values, on: netuid, in: state)
        guard isSelf || limit == .max || WeightVector.isWithin(limit: limit, stored) else {
            throw .subtensor(.maxWeightExceeded)
        }
    }

    /// Weights as they are stored: so that the largest is 65,535; on a subnet of Null as they are, since servers are
    /// paid in their proportion.
    static func storedWeights(_ values: [UInt16], on netuid: NetUID, in state: borrowing State) -> [UInt16] {
        isNull(netuid, in: state) ? values : WeightVector.upscaled(values)
    }
}
