import Frame
import Primitives
import RuntimeInterface

extension Subtensor {
    /// Checks that the UIDs of every subnet are dense, that each has one hotkey and each hotkey one UID, that the lists
    /// by UID are as long as the subnet has neurons, and that a subnet of Null has no second validator.
    /// - Throws: ``InvariantViolation`` naming the first rule that is broken.
    static func checkNeurons(in state: borrowing State) throws(InvariantViolation) {
        for netuid in netuids(in: state) {
            let count = state.get(subnetworkN, netuid)
            for uid in 0..<count {
                let hotkey = state.get(keys, netuid, uid)
                guard state.contains(keys, netuid, uid), state.get(uids, netuid, hotkey) == uid,
                    state.get(isNetworkMember, hotkey, netuid)
                else { throw InvariantViolation("UID \(uid) of subnet \(netuid) and its hotkey do not agree") }
            }
            guard state.entries(of: keys, under: netuid).count == Int(count),
                state.entries(of: uids, under: netuid).count == Int(count)
            else { throw InvariantViolation("subnet \(netuid) has \(count) neurons and a different number of entries") }
            let lengths = [
                state.get(active, netuid).count, state.get(emission, netuid).count,
                state.get(consensus, netuid).count, state.get(dividends, netuid).count,
                state.get(validatorTrust, netuid).count, state.get(validatorPermit, netuid).count,
            ]
            guard lengths.allSatisfy({ $0 == Int(count) }) else {
                throw InvariantViolation("lists of subnet \(netuid) have lengths \(lengths) for \(count) neurons")
            }
            guard !isNull(netuid, in: state) || state.get(validatorPermit, netuid).count(where: { $0 }) <= 1 else {
                throw InvariantViolation("subnet \(netuid) has no consensus and several validators")
            }
            for index in storageIndices(netuid, in: state) {
                guard state.get(incentive, index).count == Int(count), state.get(lastUpdate, index).count == Int(count)
                else { throw InvariantViolation("lists of a mechanism of subnet \(netuid) have wrong lengths") }
            }
        }
    }
}
