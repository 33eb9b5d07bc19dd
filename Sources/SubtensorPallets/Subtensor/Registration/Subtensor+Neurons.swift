import Frame
import Primitives
import RuntimeInterface
import SCALE

/// The places of neurons on a subnet. Source: pallets/subtensor/src/subnets/uids.rs.
extension Subtensor {
    /// Gives a hotkey the next free UID.
    @discardableResult
    static func appendNeuron(_ hotkey: AccountID, to netuid: NetUID, in state: inout State) -> UID {
        let uid = state.get(subnetworkN, netuid)
        state.set(subnetworkN, netuid, to: uid == .max ? uid : uid + 1)
        state.update(active, netuid) { $0.append(true) }
        state.update(emission, netuid) { $0.append(.zero) }
        state.update(consensus, netuid) { $0.append(PerU16(0)) }
        let now = currentBlock(in: state)
        for index in storageIndices(netuid, in: state) {
            state.update(incentive, index) { $0.append(PerU16(0)) }
            setLastUpdate(now, of: uid, at: index, on: netuid, in: &state)
        }
        state.update(dividends, netuid) { $0.append(PerU16(0)) }
        state.update(validatorTrust, netuid) { $0.append(PerU16(0)) }
        state.update(validatorPermit, netuid) { $0.append(false) }
        setNeuron(hotkey, as: uid, on: netuid, in: &state)
        return uid
    }

    /// Gives a UID to another hotkey and forgets what the old one did there. The subnet's owner hotkey is never
    /// replaced.
    static func replaceNeuron(_ uid: UID, on netuid: NetUID, with hotkey: AccountID, in state: inout State) {
        let old = state.get(keys, netuid, uid)
        if state.contains(subnetOwnerHotkey, netuid), state.get(subnetOwnerHotkey, netuid) == old { return }
        state.remove(uids, netuid, old)
        state.remove(isNetworkMember, old, netuid)
        state.update(active, netuid) { set(true, at: uid, of: &$0) }
        setNeuron(hotkey, as: uid, on: netuid, in: &state)
        state.remove(axons, netuid, old)
        state.remove(neuronCertificates, netuid, old)
        state.remove(prometheus, netuid, old)
        clearNeuron(uid, on: netuid, in: &state)
        let now = currentBlock(in: state)
        for index in storageIndices(netuid, in: state) {
            setLastUpdate(now, of: uid, at: index, on: netuid, in: &state)
            // What the old hotkey committed to cannot be opened when it registers again.
            state.remove(weightCommits, index, old)
        }
    }

    /// Whether the neuron is still spared from pruning.
    static func isImmune(_ uid: UID, on netuid: NetUID, in state: borrowing State) -> Bool {
        let now = currentBlock(in: state)
        let registered = state.get(blockAtRegistration, netuid, uid)
        return (now > registered ? now - registered : 0) < UInt64(state.get(immunityPeriod, netuid))
    }

    /// Writes the block of a neuron's last weights; places missing before it count as block 0.
    static func setLastUpdate(
        _ block: UInt64, of uid: UID, at index: NetUidStorageIndex, on netuid: NetUID, in state: inout State
    ) {
        let count = Int(state.get(subnetworkN, netuid))
        state.update(lastUpdate, index) { blocks in
            if blocks.count < count { blocks += Array(repeating: 0, count: count - blocks.count) }
            set(block, at: uid, of: &blocks)
        }
    }

    private static func setNeuron(_ hotkey: AccountID, as uid: UID, on netuid: NetUID, in state: inout State) {
        state.set(keys, netuid, uid, to: hotkey)
        state.set(uids, netuid, hotkey, to: uid)
        state.set(blockAtRegistration, netuid, uid, to: currentBlock(in: state))
        state.set(isNetworkMember, hotkey, netuid, to: true)
        forgetHotkeySuccessor(of: hotkey, on: netuid, in: &state)
    }

    /// Forgets scores, weights and bonds of a UID, and others' weights for it. Others' bonds with it stay: the epoch
    /// masks what is older than the registration.
    private static func clearNeuron(_ uid: UID, on netuid: NetUID, in state: inout State) {
        state.update(emission, netuid) { set(.zero, at: uid, of: &$0) }
        state.update(consensus, netuid) { set(PerU16(0), at: uid, of: &$0) }
        for index in storageIndices(netuid, in: state) {
            state.update(incentive, index) { set(PerU16(0), at: uid, of: &$0) }
            state.update(consensusByMechanism, index) { set(PerU16(0), at: uid, of: &$0) }
            state.remove(bonds, index, uid)
            state.remove(weights, index, uid)
            for (validator, row) in state.entries(of: weights, under: index)
            where row.contains(where: { $0.first == uid }) {
                let cleared = row.map { Pair($0.first, $0.first == uid ? 0 : $0.second) }
                state.set(weights, index, validator, to: cleared)
            }
        }
        state.update(dividends, netuid) { set(PerU16(0), at: uid, of: &$0) }
        state.update(stakeWeight, netuid) { set(0, at: uid, of: &$0) }
        state.update(validatorTrust, netuid) { set(PerU16(0), at: uid, of: &$0) }
        state.update(validatorPermit, netuid) { set(false, at: uid, of: &$0) }
    }

    /// Writes one place of a list; nothing where the list is shorter.
    private static func set<Value>(_ value: Value, at uid: UID, of list: inout [Value]) {
        if Int(uid) < list.count { list[Int(uid)] = value }
    }
}
