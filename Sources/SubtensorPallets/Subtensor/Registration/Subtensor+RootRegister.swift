import Frame
import Primitives
import RuntimeInterface

extension Subtensor {
    /// The take of a hotkey that joins root, in parts of 65,535: 18 %.
    private static let rootValidatorTake: UInt16 = 11_796

    /// Makes a hotkey a root validator, free of charge. Where root is full, the validator with the least root stake
    /// makes room for one with more. The hotkey becomes a delegate. Emits `NeuronRegistered`.
    ///
    /// Fails with `rootNetworkDoesNotExist`, `tooManyRegistrationsThisBlock`, `tooManyRegistrationsThisInterval`,
    /// `hotKeyAlreadyRegisteredInSubNet`, `cannotUseSystemAccount` or `stakeTooLowForRoot`. For any coldkey: a hotkey
    /// that has an owner keeps it. Source: pallets/subtensor/src/coinbase/root.rs.
    static func rootRegister(_ origin: Origin, _ hotkey: AccountID, in state: inout State) throws(DispatchError) {
        guard subnetExists(.root, in: state) else { throw .subtensor(.rootNetworkDoesNotExist) }
        let coldkey = try origin.signer()
        guard state.get(registrationsThisBlock, .root) < state.get(maxRegistrationsPerBlock, .root) else {
            throw .subtensor(.tooManyRegistrationsThisBlock)
        }
        let intervalMaximum = 3 * UInt32(state.get(targetRegistrationsPerInterval, .root))
        guard state.get(registrationsThisInterval, .root) < UInt16(clamping: intervalMaximum) else {
            throw .subtensor(.tooManyRegistrationsThisInterval)
        }
        guard !state.contains(uids, .root, hotkey) else { throw .subtensor(.hotKeyAlreadyRegisteredInSubNet) }
        try requireNoSubnetAccount(hotkey)
        let weakest = try rootValidatorToReplace(by: hotkey, in: state)

        try associate(hotkey, with: coldkey, in: &state)
        let uid: UID
        if let weakest {
            uid = weakest
            replaceNeuron(weakest, on: .root, with: hotkey, in: &state)
        } else {
            uid = appendNeuron(hotkey, to: .root, in: &state)
        }
        if !state.contains(delegates, hotkey) { state.set(delegates, hotkey, to: PerU16(rootValidatorTake)) }
        state.update(registrationsThisInterval, .root) { $0 = $0 == .max ? $0 : $0 + 1 }
        state.update(registrationsThisBlock, .root) { $0 = $0 == .max ? $0 : $0 + 1 }
        state.deposit(.subtensor(.neuronRegistered(.root, uid, hotkey)))
    }

    /// The validator with the least root stake where root is full, `nil` where there is room.
    /// - Throws: `stakeTooLowForRoot` unless the newcomer has more.
    private static func rootValidatorToReplace(
        by hotkey: AccountID, in state: borrowing State
    ) throws(DispatchError) -> UID? {
        guard state.get(subnetworkN, .root) >= state.get(maxAllowedUids, .root) else { return nil }
        var weakest: UID = 0
        var least = Alpha.max
        for (uid, validator) in state.entries(of: keys, under: .root) {
            let stake = stake(at: validator, on: .root, in: state)
            if stake < least { (least, weakest) = (stake, uid) }
        }
        guard state.contains(keys, .root, weakest) else { throw .subtensor(.hotKeyNotRegisteredInSubNet) }
        guard least < stake(at: hotkey, on: .root, in: state) else { throw .subtensor(.stakeTooLowForRoot) }
        return weakest
    }
}
